import { ageOf, type Age, type Lifetime } from './freshness.js';

interface Known<T> {
  readonly record: T;
  readonly readAt: number;
}

/** The records on the pages that are remembered, by their unique keys. Holds nothing that no page holds. */
export class RecordIndex<T> {
  readonly #byKey = new Map<string, Known<T>>();

  constructor(
    private readonly lifetime: Lifetime,
    private readonly keysOf: (record: T) => readonly string[],
  ) {}

  /** Takes in the rows of a page. */
  add(rows: readonly (T | null)[], readAt: number): void {
    this.#each(rows, (key, record) => this.#byKey.set(key, { record, readAt }));
  }

  /** Lets the rows of a page go, but for those that a later page brought again. */
  remove(rows: readonly (T | null)[]): void {
    this.#each(rows, (key, record) => {
      if (this.#byKey.get(key)?.record === record) this.#byKey.delete(key);
    });
  }

  /** The record with this key, when it is of this age. */
  find(key: string, age: Exclude<Age, 'gone'>, now: number): T | undefined {
    const known = this.#byKey.get(key);
    return known !== undefined && ageOf(known.readAt, now, this.lifetime) === age ? known.record : undefined;
  }

  #each(rows: readonly (T | null)[], visit: (key: string, record: T) => void): void {
    for (const row of rows) {
      if (row !== null) for (const key of this.keysOf(row)) visit(key, row);
    }
  }
}
