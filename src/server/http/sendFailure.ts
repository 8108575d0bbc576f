import type { FastifyReply } from 'fastify';
import type { LimitName } from '../limits/LimitName.js';
import { reportDiagnosis, retryAfterSeconds } from '../errors/reportErrors.js';
import type { ErrorCode } from '../errors/errorCatalogue.js';
import { acceptedMediaType } from './acceptedMediaType.js';

/** Why no operation came of a request, and what the answer carries besides its errors. */
export interface Failure {
  readonly code: ErrorCode;
  readonly statusCode: number;
  readonly limit?: LimitName | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers a request that no operation came of: the same JSON form as every other error. */
export function sendFailure(reply: FastifyReply, failure: Failure): FastifyReply {
  const report = reportDiagnosis(
    {
      code: failure.code,
      ...(failure.limit !== undefined && { limit: failure.limit }),
      ...(failure.retryAfterMs !== undefined && { retryAfterMs: failure.retryAfterMs }),
    },
    reply.request.id,
  );
  if (failure.statusCode === 503) void reply.header('retry-after', retryAfterSeconds([report]));
  const mediaType = acceptedMediaType(reply.request.headers.accept) ?? 'application/json';
  return reply
    .code(failure.statusCode)
    .headers({ ...failure.headers, 'content-type': `${mediaType}; charset=utf-8` })
    .serializer((body: unknown) => JSON.stringify(body))
    .send({ errors: [report] });
}
