import type { WriteEffect } from '../../model/WriteEffect.js';
import type { PageAnswer, PageClaim, PageStore } from '../../store/PageStore.js';
import type { PageCodec } from '../../wolkvox/PageCodec.js';
import type { RecordPage } from '../../wolkvox/WolkvoxClient.js';
import { ageOf, type Lifetime } from './freshness.js';

/** A page that some replica read. `askedAt` is when the CRM was asked for it, in milliseconds since the epoch. */
export interface SharedPage<T> {
  readonly page: RecordPage<T>;
  readonly askedAt: number;
}

export interface SharedPagesOptions<T> {
  readonly store: PageStore;
  readonly codec: PageCodec<T>;
  /** Tells the pages of this kind from those of others. */
  readonly kind: string;
  readonly lifetime: Lifetime;
  readonly clock: { readonly now: () => number };
}

/** Pages of one kind that replicas share, behind each replica's own memory, which is asked first. */
export class SharedPages<T> {
  constructor(private readonly options: SharedPagesOptions<T>) {}

  /**
   * The page, if it is fresh and no write since may have changed it; or the right to read it for all. Waits while another
   * replica reads it. Never rejects.
   */
  ask(
    key: string,
    signal: AbortSignal,
    isChangedBy: (page: RecordPage<T>, write: WriteEffect) => boolean,
  ): Promise<PageAnswer<SharedPage<T>>> {
    const { store, codec, kind, lifetime, clock } = this.options;
    return store.ask(`${kind} ${key}`, signal, ({ content, ageMs, writesSince }) => {
      const now = clock.now();
      const askedAt = now - Math.max(0, ageMs);
      if (writesSince === null || ageOf(askedAt, now, lifetime) !== 'fresh') return null;
      const page = codec.decode(content, askedAt);
      if (page === null || writesSince.some((write) => isChangedBy(page, write))) return null;
      return { page, askedAt };
    });
  }

  /** Keeps a page that was read for the others, or leaves it to them where it cannot be kept. Never rejects. */
  keep(claim: PageClaim, { page, askedAt }: SharedPage<T>): Promise<void> {
    const { codec, clock } = this.options;
    const content = codec.encode(page);
    return content === null ? claim.giveUp() : claim.keep(content, clock.now() - askedAt);
  }
}
