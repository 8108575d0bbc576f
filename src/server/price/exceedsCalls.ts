import { type PricedOperation, priceOperation } from './priceOperation.js';

/** Settings: OPERATION_LIMIT_CALLS and SCAN_LIMIT_CALLS. */
export interface CallLimits {
  readonly operationLimitCalls: number;
  readonly scanLimitCalls: number;
}

/**
 * Whether an operation could cost more than `limit` calls to the CRM. Planning its lists is work that running it does
 * again, so they are planned only where the estimate without it, which is never lower, is beyond the limit.
 */
export function exceedsCalls(operation: PricedOperation, limit: number): boolean {
  if (priceOperation({ ...operation, loaders: null }).maxUpstreamCalls <= limit) return false;
  return priceOperation(operation).maxUpstreamCalls > limit;
}
