import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { reportDiagnosis } from '../errors/reportErrors.js';

/**
 * Answers what never became a request, on the bare socket: bytes that are no HTTP, headers without end, a sender that is
 * too slow. Then the connection is closed.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  answerOnSocket(socket, statusOf(error.code));
}

/** Writes a refusal in the form of the contract on a socket that has no reply, and closes it. */
export function answerOnSocket(socket: Socket, status: 400 | 405 | 408 | 431): void {
  const body = JSON.stringify({ errors: [reportDiagnosis({ code: 'BAD_REQUEST' }, randomUUID())] });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
    // A peer that does not read must not keep the socket.
    () => socket.destroy(),
  );
}

function statusOf(code: string | undefined): 400 | 408 | 431 {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 408;
    case 'HPE_HEADER_OVERFLOW':
      return 431;
    case undefined:
    default:
      return 400;
  }
}
