import type { CustomField } from '../../model/CustomField.js';
import { maxPageLimit } from '../../model/search.js';
import { Evidence } from './Evidence.js';

/** A record as far as its own fields go. */
export interface SampledRecord {
  readonly id: string;
  /** The type of a case; undefined for a contact. */
  readonly type?: { readonly name: string } | null;
  readonly customFields: readonly CustomField[];
}

/** A page of records; null in the place of one that could not be read. */
export interface SampledPage {
  readonly rows: readonly (SampledRecord | null)[];
  /** How many records there are in all, where the CRM says so. */
  readonly totalRecords: number | null;
  /** Set where the pages together do not show all records. */
  readonly isPartial?: boolean;
}

/** Reads a page, from 1, of `maxPageLimit` rows. Each read is one call. */
export type ReadPage = (page: number) => Promise<SampledPage>;

/** What was seen of one kind of record. */
export interface Sample {
  readonly evidence: Evidence;
  /** How many records there are; null where nobody said. */
  readonly total: number | null;
  /** Whether all of them were seen. */
  readonly isComplete: boolean;
}

/** A list that is being sampled. */
class Sampling {
  readonly #seen = new Set<string>();
  readonly evidence = new Evidence();
  total: number | null = null;
  #pages = 0;
  #isAtEnd = false;
  #isPartial = false;

  constructor(private readonly read: ReadPage) {}

  async readPage(page: number): Promise<void> {
    const { rows, totalRecords, isPartial = false } = await this.read(page);
    this.#pages += 1;
    this.#isPartial ||= isPartial;
    this.total ??= totalRecords;
    // Rows move from page to page while others are written.
    for (const row of rows) {
      if (row === null || this.#seen.has(row.id)) continue;
      this.#seen.add(row.id);
      this.evidence.add(row.type?.name ?? null, row.customFields);
    }
    if (rows.length < maxPageLimit) this.#isAtEnd = true;
  }

  /** The pages that have not been read; null where nobody knows how many there are. */
  get pagesLeft(): number | null {
    if (this.total !== null) return Math.max(0, Math.ceil(this.total / maxPageLimit) - this.#pages);
    return this.#isAtEnd ? 0 : null;
  }

  sample(): Sample {
    return { evidence: this.evidence, total: this.total, isComplete: this.pagesLeft === 0 && !this.#isPartial };
  }
}

/**
 * Looks at cases and contacts within a number of calls: all of them where that is enough, else pages spread evenly from
 * the oldest to the newest, because fields come and go.
 */
export async function sampleRecords(
  lists: { readonly cases: ReadPage; readonly contacts: ReadPage },
  calls: number,
): Promise<{ readonly cases: Sample; readonly contacts: Sample; readonly calls: number }> {
  const [cases, contacts] = [new Sampling(lists.cases), new Sampling(lists.contacts)];
  let spent = 0;
  const read = async (list: Sampling, page: number): Promise<void> => {
    if (spent >= calls) return;
    spent += 1;
    await list.readPage(page);
  };
  await read(cases, 1);
  await read(contacts, 1);
  const left = calls - spent;
  const [ofCases, ofContacts] = [cases.pagesLeft ?? left, contacts.pagesLeft ?? left];
  const share = ofCases + ofContacts <= left ? ofContacts : Math.round((left * ofContacts) / (ofCases + ofContacts));
  await readSpread(contacts, ofContacts, share);
  await readSpread(cases, ofCases, left - share);
  return { cases: cases.sample(), contacts: contacts.sample(), calls: spent };

  async function readSpread(list: Sampling, pages: number, most: number): Promise<void> {
    for (const page of spreadPages(pages, most)) {
      // Without a total the end is where a page is short.
      if (list.pagesLeft === 0) return;
      await read(list, page);
    }
  }
}

/** So many of the pages from 2 on, evenly, the last among them. */
export function spreadPages(pages: number, most: number): readonly number[] {
  if (most >= pages) return Array.from({ length: pages }, (_, index) => index + 2);
  return Array.from({ length: Math.max(0, most) }, (_, index) => 1 + Math.round(((index + 1) * pages) / most));
}
