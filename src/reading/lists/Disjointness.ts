import type { Candidate, Source } from '../planning/Candidate.js';
import type { Verdict } from '../planning/judgeRow.js';
import { isIdentity, isSameValue } from '../planning/sameValue.js';
import type { ListAccess } from './ListAccess.js';

/**
 * Whether each record of a list is found by one of its searches only, so that their totals may be added and a record
 * has one place. Values that name one thing each find none twice, unless two of them name the same in other letters;
 * others as far as the rows show: every row has the very value that it was searched by, and no other one's.
 */
export class Disjointness<Field extends string, T> {
  readonly #isIdentity: boolean;
  #isCertain: boolean;

  constructor(
    private readonly candidate: Candidate<Field>,
    private readonly access: ListAccess<Field, T>,
  ) {
    this.#isIdentity = isIdentity(candidate.field);
    this.#isCertain = hasDistinctValues(candidate);
  }

  get isCertain(): boolean {
    return this.#isCertain;
  }

  /**
   * Learns from the rows of a page. Says whether some record does not show the very id that it was found by: it may be
   * another's, and is not shown without a word.
   */
  note(rows: readonly (T | null)[], source: Source<Field>): boolean {
    const verdicts = this.#judgeByOwnValue(rows, source);
    if (this.#isIdentity) {
      return rows.some((row, nth) => row !== null && verdicts[nth] === 'no' && this.access.isWanted(row, source));
    }
    this.#isCertain &&= verdicts.every((verdict) => verdict === 'yes') && !this.#haveOthers(rows, source);
    return false;
  }

  /** Whether each row has the value that was searched for. */
  #judgeByOwnValue(rows: readonly (T | null)[], source: Source<Field>): readonly Verdict[] {
    if (source.kind !== 'search') return rows.map(() => 'yes');
    const { field, value } = source.search;
    const own = [{ kind: 'values', field, values: [value] }] as const;
    return rows.map((row) => (row === null ? 'yes' : this.access.judge(row, own)));
  }

  /** Whether some row may have the value of another source as well: people and telephones are named in two ways. */
  #haveOthers(rows: readonly (T | null)[], source: Source<Field>): boolean {
    const { candidate } = this;
    const values = valuesOf(candidate).filter((value) => source.kind !== 'search' || value !== source.search.value);
    const others = [{ kind: 'values', field: candidate.field, values }] as const;
    return values.length > 0 && rows.some((row) => row !== null && this.access.judge(row, others) !== 'no');
  }
}

function valuesOf({ sources }: Candidate): readonly string[] {
  return sources.flatMap((source) => (source.kind === 'search' ? [source.search.value] : []));
}

function hasDistinctValues(candidate: Candidate): boolean {
  const { field } = candidate;
  const values = valuesOf(candidate);
  return values.every((value, index) => values.slice(0, index).every((other) => !isSameValue(field, value, other)));
}
