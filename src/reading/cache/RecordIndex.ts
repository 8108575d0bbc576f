import { ageOf, type Age, type Lifetime } from './freshness.js';

interface Known<T> {
  readonly record: T;
  readonly readAt: number;
}

/** The records on the pages that are remembered, by their unique keys. Holds nothing that no page holds. */
export class RecordIndex<T> {
  readonly #byKey = new Map<string, Known<T>>();
  /** The pages whose records have no keys here yet, with when they were read, in their order. */
  readonly #added = new Map<readonly (T | null)[], number>();

  constructor(
    private readonly lifetime: Lifetime,
    private readonly keysOf: (record: T) => readonly string[],
  ) {}

  /** Takes in the rows of a page. Their keys are made when somebody looks for one: who reads lists alone never does. */
  add(rows: readonly (T | null)[], readAt: number): void {
    this.#added.set(rows, readAt);
  }

  /** Lets the rows of a page go, but for those that a later page brought again. */
  remove(rows: readonly (T | null)[]): void {
    if (this.#added.delete(rows)) return;
    this.#each(rows, (key, record) => {
      if (this.#byKey.get(key)?.record === record) this.#byKey.delete(key);
    });
  }

  /** The record with this key, when it is of this age. */
  find(key: string, age: Exclude<Age, 'gone'>, now: number): T | undefined {
    this.#takeIn();
    const known = this.#byKey.get(key);
    return known !== undefined && ageOf(known.readAt, now, this.lifetime) === age ? known.record : undefined;
  }

  #takeIn(): void {
    for (const [rows, readAt] of this.#added) {
      this.#each(rows, (key, record) => this.#byKey.set(key, { record, readAt }));
    }
    this.#added.clear();
  }

  #each(rows: readonly (T | null)[], visit: (key: string, record: T) => void): void {
    for (const row of rows) {
      if (row !== null) for (const key of this.keysOf(row)) visit(key, row);
    }
  }
}
