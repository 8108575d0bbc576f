import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * The id under which a request is logged and its errors are reported: the router's own where it sent a harmless one in
 * `x-request-id`, else a new one.
 */
export function requestIdentity(headers: IncomingHttpHeaders, newId: () => string = randomUUID): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(given) ? given : newId();
}
