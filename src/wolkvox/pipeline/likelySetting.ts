import type { Failure } from '../classify.js';

/** The setting that an operator should look at first; null where the failure does not speak of one. */
export function likelySetting({ class: failureClass, cause }: Failure, isCommonRefusal: boolean): string | null {
  if (failureClass === 'auth') return cause === 'operation' ? 'WOLKVOX_OPERATION' : 'WOLKVOX_TOKEN';
  // The CRM answers 400 to everything where it does not know the tenant.
  if (isCommonRefusal) return 'WOLKVOX_OPERATION';
  return cause === 'dns' || cause === 'tls' || cause === 'redirect' ? 'WOLKVOX_BASE_URL' : null;
}
