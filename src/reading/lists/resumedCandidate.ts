import type { Candidate } from '../planning/Candidate.js';
import { type CursorPlace, notACursor } from './cursor.js';

/** The way of reading that a cursor goes on with. BAD_USER_INPUT for a cursor that does not fit the list. */
export function resumedCandidate<Field extends string>(
  candidates: readonly Candidate<Field>[],
  { field, places }: CursorPlace,
): Candidate<Field> {
  const candidate = candidates.find((one) => one.field === field);
  if (candidate?.sources.length !== places.length) throw notACursor();
  return candidate;
}
