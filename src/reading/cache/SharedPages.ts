import type { WriteEffect } from '../../model/WriteEffect.js';
import type { PageRequest } from '../../model/search.js';
import type { PageAnswer, PageClaim, PageStore } from '../../store/PageStore.js';
import type { PageCodec } from '../../wolkvox/PageCodec.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';
import { ageOf, type Lifetime } from './freshness.js';

/** A page that some replica read. `askedAt` is when the CRM was asked for it, in milliseconds since the epoch. */
export interface SharedPage<T> {
  readonly page: RecordPage<T>;
  readonly askedAt: number;
}

/** The records of a kind that a page makes known, whatever it was asked for. */
export interface SharedRecords<T> {
  /** Tells them from those of other kinds. */
  readonly kind: string;
  /** The names of the searches that find this record alone; as `PageCacheOptions.nameOf` makes them. */
  readonly namesOf: (record: T) => readonly string[];
}

export interface SharedPagesOptions<T> {
  readonly store: PageStore;
  readonly codec: PageCodec<T>;
  /** Tells the pages of this kind from those of others. */
  readonly kind: string;
  /** Null where a record is found on its own page only. */
  readonly records: SharedRecords<T> | null;
  readonly lifetime: Lifetime;
  readonly clock: { readonly now: () => number };
}

/** Pages of one kind that replicas share, behind each replica's own memory, which is asked first. */
export class SharedPages<T> {
  constructor(private readonly options: SharedPagesOptions<T>) {}

  /**
   * The page of a search, if it is fresh and no write since may have changed it; or the right to read it for all. Waits while
   * another replica reads it. Never rejects.
   */
  ask(
    name: string,
    request: PageRequest,
    signal: AbortSignal,
    isChangedBy: (page: RecordPage<T>, write: WriteEffect) => boolean,
  ): Promise<PageAnswer<SharedPage<T>>> {
    const { store, codec, kind, records, lifetime, clock } = this.options;
    const key = `${kind} ${name} ${String(request.page)}/${String(request.limit)}`;
    const record = records !== null && request.page === 1 ? recordName(records, name) : null;
    return store.ask(key, record, signal, ({ content, ageMs, writesSince, isAround }) => {
      const now = clock.now();
      const askedAt = now - Math.max(0, ageMs);
      if (writesSince === null || ageOf(askedAt, now, lifetime) !== 'fresh') return null;
      const found = codec.decode(content, askedAt);
      const page = found !== null && isAround ? this.#onlyRecord(found, name) : found;
      if (page === null || writesSince.some((write) => isChangedBy(page, write))) return null;
      return { page, askedAt };
    });
  }

  /** Keeps a page that was read for the others, or leaves it to them where it cannot be kept. Never rejects. */
  keep(claim: PageClaim, { page, askedAt }: SharedPage<T>): Promise<void> {
    const { codec, records, clock } = this.options;
    const content = codec.encode(page);
    if (content === null) return claim.giveUp();
    const names =
      records === null
        ? []
        : page.rows.flatMap((row) =>
            row === null ? [] : records.namesOf(row).map((name) => recordName(records, name)),
          );
    return claim.keep(content, clock.now() - askedAt, names);
  }

  /** The page that a search for one record would have brought, made of a page that holds it among others. */
  #onlyRecord(page: RecordPage<T>, name: string): RecordPage<T> | null {
    const { records } = this.options;
    const row = page.rows.find((each) => each !== null && records?.namesOf(each).includes(name));
    return row === undefined ? null : { ...page, rows: [row], totalRecords: 1, isOverfull: false };
  }
}

function recordName({ kind }: { readonly kind: string }, name: string): string {
  return `record of ${kind} ${name}`;
}
