import type { FastifyReply } from 'fastify';
import type { Refusal } from '../errors/Refusal.js';
import { type ReportedError, reportDiagnosis, retryAfterSeconds } from '../errors/reportErrors.js';
import { acceptedMediaType } from './acceptedMediaType.js';

/** Answers a request that no operation came of: the same JSON form as every other error. */
export function sendFailure(reply: FastifyReply, { code, statusCode, details }: Refusal): FastifyReply {
  const { headers, ...told } = details;
  const report = reportDiagnosis({ code, ...told }, reply.request.id);
  if (statusCode === 503) void reply.header('retry-after', retryAfterSeconds([report]));
  const mediaType = acceptedMediaType(reply.request.headers.accept) ?? 'application/json';
  return reply
    .code(statusCode)
    .headers({ ...headers, 'content-type': `${mediaType}; charset=utf-8` })
    .serializer((body: unknown) => JSON.stringify(body))
    .send({ errors: code === 'PERSISTED_QUERY_NOT_SUPPORTED' ? persistedQueryErrors(report) : [report] });
}

/**
 * Apollo Client and urql send the whole document once they are told that hashes are not supported. Apollo Gateway knows
 * that message not: it sends the document where a hash is not found.
 */
function persistedQueryErrors(report: ReportedError): readonly ReportedError[] {
  return [report, { ...report, message: 'PersistedQueryNotFound' }];
}
