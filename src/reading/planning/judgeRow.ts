import { isBlank } from '../../model/values/blank.js';
import type { Condition } from './conditions.js';
import { isSameValue } from './sameValue.js';

/** Whether a row meets a filter; `unknown` where the row does not carry what it depends on. */
export type Verdict = 'yes' | 'no' | 'unknown';

/** Where a kind of record holds what filter fields are about. */
export interface Facts<T> {
  /** The texts of each field: none for an empty one, undefined when the row does not tell. */
  readonly values: Readonly<Record<string, (row: T) => readonly string[] | undefined>>;
  readonly instants: Readonly<Record<string, (row: T) => Date | null>>;
}

/** Whether a row meets every condition. A field `told` is one that rows carry whenever they have a value for it. */
export function judgeRow<T>(
  row: T,
  conditions: readonly Condition[],
  facts: Facts<T>,
  told: ReadonlySet<string> = new Set(),
): Verdict {
  let verdict: Verdict = 'yes';
  for (const condition of conditions) {
    const one = judgeOne(row, condition, facts, told);
    if (one === 'no') return 'no';
    if (one === 'unknown') verdict = 'unknown';
  }
  return verdict;
}

function judgeOne<T>(row: T, condition: Condition, facts: Facts<T>, told: ReadonlySet<string>): Verdict {
  const { field } = condition;
  if (condition.kind === 'range') {
    const at = facts.instants[field]?.(row) ?? null;
    if (at === null) return 'no';
    const ms = at.getTime();
    const isWithin = (condition.gte === null || ms >= condition.gte) && (condition.lt === null || ms < condition.lt);
    return isWithin ? 'yes' : 'no';
  }
  const read = facts.values[field];
  if (read === undefined) throw new TypeError('A condition is about a field that rows do not have.');
  const found = read(row);
  if (found === undefined) return told.has(field) ? 'no' : 'unknown';
  const { values } = condition;
  return found.some((text) => values.some((value) => isSameValue(field, text, value))) ? 'yes' : 'no';
}

/** The texts that are there and not blank. */
export function textsOf(...texts: readonly (string | null | undefined)[]): readonly string[] {
  return texts.filter((text): text is string => typeof text === 'string' && !isBlank(text));
}
