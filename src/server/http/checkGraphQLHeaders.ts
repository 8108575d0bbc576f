import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../errors/Refusal.js';
import { acceptedMediaType } from './acceptedMediaType.js';

/** Throws a `Refusal` unless the headers announce a plain JSON body in UTF-8 and take a JSON answer. */
export function checkGraphQLHeaders(headers: IncomingHttpHeaders): void {
  // The address of the request is put together from it further in.
  if (headers.host === undefined || !URL.canParse(`http://${headers.host}/`)) throw new Refusal('BAD_REQUEST', 400);
  if (acceptedMediaType(headers.accept) === null) throw new Refusal('BAD_REQUEST', 406);
  const [type, ...parameters] = (headers['content-type'] ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (type !== 'application/json' || !isUtf8 || encoding.toLowerCase() !== 'identity') {
    throw new Refusal('BAD_REQUEST', 415);
  }
}
