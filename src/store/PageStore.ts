import type { WriteEffect } from '../model/WriteEffect.js';

/** A page that some process has read. */
export interface StoredPage {
  readonly content: Buffer;
  /** How long ago the CRM was asked for it, in milliseconds. */
  readonly ageMs: number;
  /** The writes that were acknowledged since; null where that is not known any more. */
  readonly writesSince: readonly WriteEffect[] | null;
  /** Whether it is not the page that was asked for, but one that holds the record asked for among others. */
  readonly isAround: boolean;
}

/** The right to read a page for everybody, until it is kept or given up, or its time is over. */
export interface PageClaim {
  /**
   * Keeps the page, of which the CRM was asked so long ago, for the others. Whoever asks for one of the records is led to it.
   * Never rejects.
   */
  keep(content: Buffer, ageMs: number, records: readonly string[]): Promise<void>;
  /** Leaves the page to the others. Never rejects. */
  giveUp(): Promise<void>;
}

/**
 * What came of asking for a page: it is there; it is for the asker to read; or the store cannot be reached, and everybody
 * reads for himself.
 */
export type PageAnswer<Page> =
  | { readonly kind: 'found'; readonly page: Page }
  | { readonly kind: 'claimed'; readonly claim: PageClaim }
  | { readonly kind: 'unshared' };

/** Pages that processes share for as long as they are fresh. */
export interface PageStore {
  /**
   * The page under a name, if `read` makes something of it. Otherwise one asker is to read it, and the others wait until it
   * is kept or given up, or the asker's time is over. Names hold values that were searched for; they are kept as hashes.
   * `record` names the one record that is looked for, where it is one: a page that holds it among others does as well.
   * Stops waiting when the signal is raised. Never rejects.
   */
  ask<Page>(
    name: string,
    record: string | null,
    signal: AbortSignal,
    read: (stored: StoredPage) => Page | null,
  ): Promise<PageAnswer<Page>>;
}
