import type { CaseRecord } from '../../model/CaseRecord.js';
import { maxPageLimit, type InstantSpan, type PageRequest } from '../../model/search.js';
import type { SourcedPage } from '../PageReader.js';
import { isRefusal } from '../isRefusal.js';
import type { TenantCapabilities } from '../capabilities/TenantCapabilities.js';
import { allTime, contradictsSpan } from '../planner/AccessPath.js';

type Rows = readonly (CaseRecord | null)[];
/** Reads a page of the CRM's list of a span of time. */
export type ListSpan = (span: InstantSpan, page: PageRequest) => Promise<SourcedPage<CaseRecord>>;

const minuteMs = 60_000;
/** For so long after a refusal the list is left alone where there is another way: a tenant that refuses does so again. */
const refusedForMs = 3_600_000;
/** A change this long after the creation cannot be taken for it. */
const tellingMs = 10 * minuteMs;

/**
 * Finds out by which date the CRM lists a span of time, which the vendor does not say. By the date of creation, as its
 * name suggests, the list can be used; by that of the last change it would leave out records in silence. Rows prove the
 * one or the other as a rule; where they do not, one record is looked for at the minute of its creation, once for the
 * process.
 */
export class DateListing {
  #witness: CaseRecord | null = null;
  /** Whether any case was seen, on a page of whatever kind. */
  #hasCases = false;
  #isEverRefused = false;
  #proof: Promise<number> | null = null;
  #refusedAt = -Infinity;

  constructor(private readonly capabilities: TenantCapabilities) {}

  /** Whether the list may be used as far as is known. */
  get isUsable(): boolean {
    const listsBy = this.capabilities.value('datesListBy');
    return listsBy === 'creation' || listsBy === 'unknown';
  }

  /** Whether it is still to be found out. */
  get isOpen(): boolean {
    return this.capabilities.value('datesListBy') === 'unknown';
  }

  /** Whether the CRM refused the list not long before an instant, so that whatever else there is should be tried. */
  wasRefusedBefore(now: number): boolean {
    return now - this.#refusedAt < refusedForMs;
  }

  /** The CRM's answer to the question for a span of time could not be used, or its rows could not. */
  onRefused(now: number): void {
    this.#refusedAt = now;
  }

  /**
   * Remembers a record that was changed well after its creation, from any page, and that there are records. The one seen
   * last: others may have been deleted since.
   */
  notice(rows: Rows): void {
    if (!this.isOpen) return;
    this.#hasCases ||= rows.some((row) => row !== null);
    this.#witness = rows.find(isTelling) ?? this.#witness;
  }

  /**
   * Finds out whether the rows of a span are those created in it, which `isUsable` tells afterwards; returns the calls
   * that this took. Rejects with a `Fault` when the CRM cannot be asked.
   */
  async check(rows: Rows, span: InstantSpan, listSpan: ListSpan): Promise<number> {
    if (!this.isUsable) return 0;
    if (rows.some((row) => row !== null && contradictsSpan(row.createdAt, span))) this.#settle(false);
    else if (rows.some((row) => row !== null && contradictsSpan(row.updatedAt, span))) this.#settle(true);
    this.notice(rows);
    return this.isOpen ? this.#proveOnce(listSpan) : 0;
  }

  /** Whoever comes while a proof is under way waits for it, and does not pay; one that fails is its own caller's trouble. */
  async #proveOnce(listSpan: ListSpan): Promise<number> {
    while (this.#proof !== null) {
      const isMade = await this.#proof.then(
        () => true,
        () => false,
      );
      if (isMade) return 0;
    }
    this.#proof = this.#prove(listSpan);
    try {
      return await this.#proof;
    } finally {
      this.#proof = null;
    }
  }

  async #prove(listSpan: ListSpan): Promise<number> {
    let calls = 0;
    if (this.#witness === null) {
      const some = await this.#listEver(listSpan);
      if (some === null) return calls;
      calls += some.calls;
      this.notice(some.rows);
      if (some.rows.length === 0) {
        // Either there are no cases, which proves nothing, or the CRM does not list them this way.
        if (this.#hasCases) this.#settle(false);
        return calls;
      }
    }
    const witness: CaseRecord | null = this.#witness;
    const createdAt = witness?.createdAt ?? null;
    // Where no record was changed after its creation, both dates are one.
    if (witness === null || createdAt === null) {
      this.#settle(true);
      return calls;
    }
    const at = createdAt.getTime();
    const span = { from: new Date(at - minuteMs), to: new Date(at + 2 * minuteMs) };
    const found = await listSpan(span, { page: 1, limit: maxPageLimit });
    const isFound = found.rows.some((row) => row?.id === witness.id);
    if (isFound) this.#settle(true);
    // A full page may have ended before the witness; another one will tell.
    else if (found.rows.length < maxPageLimit) this.#settle(false);
    this.#witness = null;
    return calls + found.calls;
  }

  /** What was unknown is verified; what was declared, or verified before, can only be contradicted. */
  #settle(isByCreation: boolean): void {
    if (this.isOpen) this.capabilities.verify('datesListBy', isByCreation ? 'creation' : 'unavailable');
    else if (!isByCreation) this.capabilities.contradict('datesListBy', 'unavailable');
  }

  /** Some of all cases; null where the CRM does not list so long a span, which says nothing about shorter ones. */
  async #listEver(listSpan: ListSpan): Promise<SourcedPage<CaseRecord> | null> {
    if (this.#isEverRefused) return null;
    try {
      return await listSpan(allTime, { page: 1, limit: maxPageLimit });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.#isEverRefused = true;
      return null;
    }
  }
}

function isTelling(row: CaseRecord | null): boolean {
  if (row === null || row.createdAt === null || row.updatedAt === null) return false;
  return row.updatedAt.getTime() - row.createdAt.getTime() > tellingMs;
}
