import { maxPageLimit, type PageRequest } from '../../model/search.js';
import type { SourcedPage } from '../PageReader.js';
import type { PageLengths } from './PageLengths.js';

/**
 * What a page without a total is: the one that was asked for, the last page of a list that ends before it, the same page
 * that this CRM sends for all others, or not known yet.
 */
export type RepeatVerdict = 'inPlace' | 'beyondEnd' | 'always' | 'open';

/**
 * The page to compare with: the one behind, which is the same at the end of the list and beyond it; the one before, which
 * is the same only beyond it; and one that begins with the last row of a first page as long as this one, which is the same only if all pages
 * are. It is no part of any page read before, so that no page in memory answers it.
 */
type Look = 'behind' | 'before' | 'astride';

/**
 * Finds out what a page is that may be the last one of its list come again, as some CRMs send it for every page beyond
 * the end. Without a total only other pages tell. Does no I/O: it names the page to read and judges it.
 */
export class RepeatProof<T extends { readonly id: string }> {
  #look: Look;

  private constructor(
    readonly page: SourcedPage<T>,
    readonly request: PageRequest,
    private readonly lengths: PageLengths,
    look: Look,
  ) {
    this.#look = look;
  }

  /** Of a page of which no page before it was read. */
  static ofJump<T extends { readonly id: string }>(
    page: SourcedPage<T>,
    request: PageRequest,
    lengths: PageLengths,
  ): RepeatProof<T> {
    // Where the last page is known to come again, the page behind says nothing.
    return new RepeatProof(page, request, lengths, lengths.beyondEnd === 'lastPage' ? 'before' : 'behind');
  }

  /** Of a page with the same rows as the first one. */
  static ofFirstPageAgain<T extends { readonly id: string }>(
    page: SourcedPage<T>,
    request: PageRequest,
    lengths: PageLengths,
  ): RepeatProof<T> {
    return new RepeatProof(page, request, lengths, 'astride');
  }

  /** The page to read next. */
  get next(): PageRequest {
    const { page, limit } = this.request;
    switch (this.#look) {
      case 'behind':
        return { page: page + 1, limit };
      case 'before':
        return { page: page - 1, limit };
      case 'astride':
        // What is behind one row only the page shows that holds both.
        return this.#isOneRow ? { page: 1, limit: maxPageLimit } : { page: 2, limit: this.page.rows.length - 1 };
    }
  }

  /** Takes in the page that `next` named. */
  judge({ rows }: SourcedPage<T>): RepeatVerdict {
    const isSame = firstIdOf(rows) === firstIdOf(this.page.rows);
    if (!isSame && rows.length > 0) this.lengths.onPagesHeeded();
    switch (this.#look) {
      case 'behind':
        if (rows.length === 0) this.lengths.onNothingBeyondEnd();
        if (!isSame) return 'inPlace';
        this.#look = 'before';
        return 'open';
      case 'before':
        if (!isSame) return 'inPlace';
        // One row for a page of more is all there is.
        if (this.lengths.arePagesHeeded || (this.#isOneRow && this.request.limit > 1)) return 'beyondEnd';
        this.#look = 'astride';
        return 'open';
      case 'astride':
        return isSame && !(this.#isOneRow && rows.length === 1) ? 'always' : 'beyondEnd';
    }
  }

  get #isOneRow(): boolean {
    return this.page.rows.length === 1;
  }
}

function firstIdOf(rows: readonly ({ readonly id: string } | null)[]): string | undefined {
  return rows.find((row) => row !== null)?.id;
}
