import { fieldOf, type FilterField, isIdentity, isSameValue } from '../catalogue/FilterField.js';
import type { AccessPath, Scan } from '../planner/AccessPath.js';
import { type TruthValue, evaluate, recheck } from '../predicate/evaluate.js';
import type { ListSource } from './ListSource.js';

/**
 * Whether the scans of a path are a disjoint union: each record is found by one of them only, so that their totals may be
 * added and a record has one place. Values that name one thing each find none twice, unless two of them name the same in
 * other letters; others as far as the rows show: every row has the very value that it was searched by, and no other one's.
 */
export class DisjointUnion<SearchField extends string, T> {
  readonly #isIdentity: boolean;
  #isCertain: boolean;

  constructor(
    private readonly path: AccessPath<SearchField>,
    private readonly source: Pick<ListSource<SearchField, T>, 'catalogue' | 'isCarried'>,
  ) {
    const field = fieldOf(source.catalogue, path.field);
    this.#isIdentity = isIdentity(field);
    this.#isCertain = areDistinct(valuesOf(path), field);
  }

  get isCertain(): boolean {
    return this.#isCertain;
  }

  /**
   * Learns from the rows of a page. Says whether some record does not show the very id that it was found by: it may be
   * another's, and is not shown without a word.
   */
  note(rows: readonly (T | null)[], scan: Scan<SearchField>): boolean {
    if (scan.kind !== 'search') return false;
    const { search } = scan;
    const values = rows.map((row) => (row === null ? 'true' : this.#has(row, [search.value])));
    if (this.#isIdentity) {
      const { catalogue } = this.source;
      return rows.some((row, nth) => row !== null && values[nth] === 'false' && recheck(row, search, catalogue));
    }
    this.#isCertain &&= values.every((value) => value === 'true') && !this.#haveOthers(rows, search.value);
    return false;
  }

  /** Whether a row shows the value that it was searched by. */
  isNamed(row: T, scan: Scan): boolean {
    return scan.kind === 'search' && this.#has(row, [scan.search.value]) === 'true';
  }

  /** Whether a row that one scan has may come from another one as well, as far as the rows seen tell. */
  mayHaveBoth(row: T, scan: Scan, other: Scan): boolean {
    if (scan.kind !== 'search' || other.kind !== 'search') return true;
    return !this.#isCertain || !this.isNamed(row, scan) || this.#has(row, [other.search.value]) !== 'false';
  }

  /** Whether some row may have the value of another scan as well: people and telephones are named in two ways. */
  #haveOthers(rows: readonly (T | null)[], value: string): boolean {
    const others = valuesOf(this.path).filter((other) => other !== value);
    return others.length > 0 && rows.some((row) => row !== null && this.#has(row, others) !== 'false');
  }

  #has(row: T, values: readonly string[]): TruthValue {
    const { catalogue, isCarried } = this.source;
    return evaluate(row, [{ kind: 'values', field: this.path.field, values }], catalogue, isCarried);
  }
}

function valuesOf({ scans }: AccessPath): readonly string[] {
  return scans.flatMap((scan) => (scan.kind === 'search' ? [scan.search.value] : []));
}

function areDistinct(values: readonly string[], field: FilterField<never>): boolean {
  return values.every((value, index) => values.slice(0, index).every((other) => !isSameValue(field, value, other)));
}
