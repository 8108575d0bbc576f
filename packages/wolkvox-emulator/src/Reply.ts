import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** An answer as bytes. Headers keep their order and may repeat. */
export interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** A session id in PHP's form, the same for the same call. */
function sessionId(callNumber: number): string {
  return createHash('sha256').update(`session ${callNumber}`).digest('hex').slice(0, 26);
}

/** The headers of a PHP script that starts a session; the cookie only where the caller brought none. */
export function phpHeaders(
  body: Buffer,
  contentType: string,
  callNumber: number,
  hasSession: boolean,
): [string, string][] {
  const headers: [string, string][] = [['Server', 'Apache']];
  if (!hasSession) headers.push(['Set-Cookie', `PHPSESSID=${sessionId(callNumber)}; path=/`]);
  headers.push(
    // What PHP's session module sends; the date is the constant it uses.
    ['Expires', 'Thu, 19 Nov 1981 08:52:00 GMT'],
    ['Cache-Control', 'no-store, no-cache, must-revalidate'],
    ['Pragma', 'no-cache'],
    ['Content-Length', String(body.length)],
    ['Content-Type', contentType],
  );
  return headers;
}

/** The reply with another body, and the Content-Length and Content-Type that go with it. */
export function withBody(reply: Reply, body: Buffer, contentType?: string): Reply {
  return {
    ...reply,
    body,
    headers: reply.headers.map(([name, value]): readonly [string, string] => {
      if (name === 'Content-Length') return [name, String(body.length)];
      return [name, name === 'Content-Type' ? (contentType ?? value) : value];
    }),
  };
}

/** Sends the reply whole. */
export function sendReply(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, reply.headers.flat());
  response.end(reply.body);
}
