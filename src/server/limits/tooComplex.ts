import { Refusal } from '../errors/Refusal.js';
import { limitWords } from './limitWords.js';

/** The refusal of an operation that is beyond a limit. */
export function tooComplex(limit: keyof typeof limitWords): Refusal {
  return new Refusal('OPERATION_TOO_COMPLEX', 400, { limit, problem: limitWords[limit] });
}
