/**
 * The order of a list, oldest record first or newest first, and how far its rows bear it out. The CRM publishes none;
 * it is read off the rows.
 */
export interface RecordOrder {
  readonly direction: 1 | -1;
  /** How many rows followed another one in this order, counted up to `stepsToTrust`; null once some row did not. */
  readonly steps: number | null;
}

/** As many rows in order as chance puts there once in some thousand lists. */
export const stepsToTrust = 6;

/** Whether an order may be relied on. */
export function isTrusted({ steps }: RecordOrder): boolean {
  return steps !== null && steps >= stepsToTrust;
}

/**
 * Compares two ids the way their records were created: ids of the CRM begin with the second of their creation, and
 * all have one length. Shorter before longer, so that numbers sort as numbers. Negative when `a` comes first.
 */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The direction that all ids keep to; null when they do not keep to one or are too few to tell. */
export function directionOf(ids: readonly string[]): 1 | -1 | null {
  let direction: 1 | -1 | null = null;
  for (let index = 1; index < ids.length; index += 1) {
    const step = compareIds(ids[index - 1] ?? '', ids[index] ?? '');
    const next = step < 0 ? 1 : step > 0 ? -1 : null;
    if (next === null || (direction !== null && next !== direction)) return null;
    direction = next;
  }
  return direction;
}
