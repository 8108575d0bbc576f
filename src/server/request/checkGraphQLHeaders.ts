import type { IncomingHttpHeaders } from 'node:http';
import { badRequest } from '../errors/badRequest.js';
import { acceptedMediaType, acceptsEvents } from '../http/acceptedMediaType.js';

/** Throws a `Refusal` unless the headers name a host and take an answer in some form that there is. */
export function checkAnswerHeaders(headers: IncomingHttpHeaders): void {
  // The address of the request is put together from it further in.
  if (headers.host === undefined || !URL.canParse(`http://${headers.host}/`)) throw badRequest('HOST');
  if (!acceptsEvents(headers.accept)) checkAcceptedForm(headers);
}

/** Throws a `Refusal` unless the headers take a JSON answer, which all operations but subscriptions have. */
export function checkAcceptedForm({ accept }: IncomingHttpHeaders): void {
  if (acceptedMediaType(accept) === null) throw badRequest('ACCEPT');
}

/** Throws a `Refusal` unless the headers announce a plain JSON body in UTF-8. */
export function checkBodyHeaders(headers: IncomingHttpHeaders): void {
  const [type, ...parameters] = (headers['content-type'] ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  if (type === 'multipart/form-data') throw badRequest('MULTIPART');
  if (type !== 'application/json' || !isUtf8) throw badRequest('MEDIA_TYPE');
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') throw badRequest('ENCODING');
}
