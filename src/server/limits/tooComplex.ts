import { Refusal } from '../errors/Refusal.js';
import type { LimitName } from './LimitName.js';

/** The refusal of an operation that is beyond a limit. */
export function tooComplex(limit: LimitName): Refusal {
  return new Refusal('OPERATION_TOO_COMPLEX', 400, { limit });
}
