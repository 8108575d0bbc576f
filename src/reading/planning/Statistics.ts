import { LRUCache } from 'lru-cache';
import type { InstantSpan } from '../../model/search.js';
import type { Candidate, Source } from './Candidate.js';
import { sourceKey } from './Candidate.js';
import type { Condition } from './conditions.js';
import type { Estimate, Estimates } from './expectedCalls.js';

/** A total counts as known for this long, and then fades into what is usual for its field. */
const knownForMs = 3_600_000;
const halfLifeMs = 6 * 3_600_000;
const maxSources = 2_000;
/** Until a total tells better: a small contact centre in its first year. */
const usualTenantRows = 2_000;
const usualRowsPerDay = 6;
const dayMs = 86_400_000;
const longestTellingDays = 366;
/** How much of what is known of a field a new total replaces. */
const learningRate = 0.3;
/** The part of a tenant that a condition leaves, where nothing can be known of it. */
const usualShare = 0.5;

/** Rows per value before anything was seen. The order among them is what matters: from keys to flags. */
const usualRows: ReadonlyMap<string, number> = new Map([
  ['id', 1],
  ['caseNumber', 1],
  ['sequence', 1],
  ['description', 2],
  ['contactId', 4],
  ['contactEmail', 4],
  ['contactIdentification', 4],
  ['contactPhone', 4],
  ['contactName', 5],
  ['customerId', 5],
  ['solution', 20],
  ['companyId', 30],
  ['companyName', 30],
  ['reason', 60],
  ['ownerId', 120],
  ['ownerUser', 120],
  ['ownerName', 120],
  ['responsibleId', 120],
  ['responsibleUser', 120],
  ['responsibleName', 120],
  ['isReopened', 200],
  ['status', 350],
  ['priority', 400],
  ['type', 600],
  ['prefix', 600],
  ['isExpired', 800],
]);

interface Seen {
  readonly rows: number;
  readonly at: number;
}

/**
 * What the CRM's totals have told about a tenant, learned from pages that were read anyway. One for the process, in
 * bounded memory: the totals of the searches used last, and a fading average for each field. Holds values that were
 * searched for; nothing here is logged or stored.
 */
export class Statistics implements Estimates {
  readonly #clock: { readonly now: () => number };
  readonly #totals = new LRUCache<string, Seen>({ max: maxSources });
  readonly #byField = new Map<string, number>();
  #rowsPerDay = usualRowsPerDay;
  #tenantRows = usualTenantRows;

  constructor(clock: { readonly now: () => number }) {
    this.#clock = clock;
  }

  /** Learns how many rows a source had at an instant (milliseconds since the epoch). */
  learn(source: Source, rows: number, at: number): void {
    this.#totals.set(sourceKey(source), { rows, at });
    if (rows > this.#tenantRows) this.#tenantRows = rows;
    if (source.kind === 'createdBetween') {
      const days = daysOf(source);
      // An hour says little of a day, and an open range little of the days in it.
      if (days >= 1 / 24 && days <= longestTellingDays) this.#rowsPerDay = mix(this.#rowsPerDay, rows / days);
      return;
    }
    const { field } = source.search;
    this.#byField.set(field, mix(this.#byField.get(field) ?? usualRowsOf(field), rows));
  }

  rowsOf(source: Source): Estimate {
    const usual =
      source.kind === 'createdBetween'
        ? Math.min(this.#tenantRows, this.#rowsPerDay * daysOf(source))
        : (this.#byField.get(source.search.field) ?? usualRowsOf(source.search.field));
    const seen = this.#totals.get(sourceKey(source));
    if (seen === undefined) return { rows: usual, isKnown: false };
    const age = Math.max(0, this.#clock.now() - seen.at);
    if (age <= knownForMs) return { rows: seen.rows, isKnown: true };
    const trust = 0.5 ** ((age - knownForMs) / halfLifeMs);
    return { rows: usual + (seen.rows - usual) * trust, isKnown: false };
  }

  /** As if conditions had nothing to do with each other. */
  matchingRows(conditions: readonly Condition[], candidates: readonly Candidate[]): number {
    let rows = this.#tenantRows;
    for (const condition of conditions) {
      const candidate = candidates.find(({ field }) => field === condition.field);
      const found = candidate?.sources.reduce((sum, source) => sum + this.rowsOf(source).rows, 0);
      rows *= found === undefined ? usualShare : Math.min(1, found / this.#tenantRows);
    }
    return rows;
  }
}

function usualRowsOf(field: string): number {
  return usualRows.get(field) ?? usualTenantRows;
}

function daysOf({ from, to }: InstantSpan): number {
  return (to.getTime() - from.getTime()) / dayMs;
}

function mix(before: number, now: number): number {
  return before + (now - before) * learningRate;
}
