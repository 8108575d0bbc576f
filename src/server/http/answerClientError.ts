import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { reportDiagnosis } from '../errors/reportErrors.js';
import { type RequestProblem, requestProblems } from '../errors/requestProblems.js';

/**
 * Answers what never became a request, on the bare socket: bytes that are no HTTP, headers without end, a sender that is
 * too slow. Then the connection is closed.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  answerOnSocket(socket, problemOf(error.code));
}

/** Writes a refusal in the form of the contract on a socket that has no reply, and closes it. */
export function answerOnSocket(socket: Socket, reason: RequestProblem): void {
  const { status } = requestProblems[reason];
  const body = JSON.stringify({ errors: [reportDiagnosis({ code: 'BAD_REQUEST', reason }, randomUUID())] });
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

function problemOf(code: string | undefined): RequestProblem {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 'TIMEOUT';
    case 'HPE_HEADER_OVERFLOW':
      return 'HEADERS';
    case undefined:
    default:
      return 'HTTP';
  }
}
