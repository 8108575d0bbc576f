import { Fault, type FaultCode } from '../../model/Fault.js';

/** The failures that mean that the CRM cannot answer now, as opposed to an answer that nobody likes. */
const cannotAnswer: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_RATE_LIMITED',
  'QUOTA_EXHAUSTED',
]);

/** Whether an older answer may stand in for one that failed this way. */
export function allowsStale(fault: unknown): boolean {
  return fault instanceof Fault && cannotAnswer.has(fault.code);
}
