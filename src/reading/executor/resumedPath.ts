import type { AccessPath } from '../planner/AccessPath.js';
import { notACursor, type ResumeToken } from './ResumeToken.js';

/** The access path that a cursor goes on with. BAD_USER_INPUT for a cursor that does not fit the list. */
export function resumedPath<Field extends string>(
  paths: readonly AccessPath<Field>[],
  { field, places }: ResumeToken,
): AccessPath<Field> {
  const path = paths.find((one) => one.field === field);
  if (path?.scans.length !== places.length) throw notACursor();
  return path;
}
