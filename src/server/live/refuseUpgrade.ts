import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Refusal } from '../errors/Refusal.js';
import { type ReportedError, retryAfterSeconds } from '../errors/reportErrors.js';

/** Answers a request for a WebSocket with a refusal in the form of the contract, and closes the connection. */
export function refuseUpgrade(socket: Duplex, { statusCode, details }: Refusal, report: ReportedError): void {
  const body = JSON.stringify({ errors: [report] });
  const headers = Object.entries({
    ...details.headers,
    ...(statusCode === 503 && { 'retry-after': retryAfterSeconds([report]) }),
    'x-request-id': report.extensions.requestId,
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  });
  const head = [
    `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? ''}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  // A peer that does not read must not keep the socket.
  socket.end([...head, '', body].join('\r\n'), () => socket.destroy());
}
