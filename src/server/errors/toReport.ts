import type { Refusal } from './Refusal.js';
import { type ReportedError, reportDiagnosis } from './reportErrors.js';

/** What is told of a refusal. */
export function toReport({ code, details }: Refusal, requestId: string): ReportedError {
  const { retryAfterMs, reason, limit, problem } = details;
  return reportDiagnosis(
    {
      code,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(reason !== undefined && { reason }),
      ...(limit !== undefined && { limit }),
      ...(problem !== undefined && { problem }),
    },
    requestId,
  );
}
