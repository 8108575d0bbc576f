import { LRUCache } from 'lru-cache';
import type { InstantSpan } from '../../model/search.js';
import type { Catalogue } from '../catalogue/FilterField.js';
import type { Predicate } from '../predicate/normalizeFilter.js';
import { type AccessPath, type Scan, scanKey } from './AccessPath.js';
import type { Cardinality, Estimates } from './cost.js';

/** A total counts as known for this long, and then fades into the default of its field. */
const knownForMs = 3_600_000;
const halfLifeMs = 6 * 3_600_000;
const maxScans = 2_000;
/** Until a total tells better: a small contact centre in its first year. */
const defaultTenantRows = 2_000;
const defaultRowsPerDay = 6;
const dayMs = 86_400_000;
const longestTellingDays = 366;
/** How much of what is known of a field a new total replaces. */
const learningRate = 0.3;
/** The part of all records that a predicate leaves, where nothing is known of it. */
const defaultSelectivity = 0.5;

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
  readonly #totals = new LRUCache<string, Seen>({ max: maxScans });
  readonly #byField = new Map<string, number>();
  #rowsPerDay = defaultRowsPerDay;
  #tenantRows = defaultTenantRows;

  /** `catalogue` has the default cardinalities. */
  constructor(
    clock: { readonly now: () => number },
    private readonly catalogue: Catalogue<never>,
  ) {
    this.#clock = clock;
  }

  /** Learns how many rows a scan had at an instant (milliseconds since the epoch). */
  learn(scan: Scan, rows: number, at: number): void {
    this.#totals.set(scanKey(scan), { rows, at });
    if (rows > this.#tenantRows) this.#tenantRows = rows;
    if (scan.kind === 'createdBetween') {
      const days = daysOf(scan);
      // An hour says little of a day, and an open range little of the days in it.
      if (days >= 1 / 24 && days <= longestTellingDays) this.#rowsPerDay = mix(this.#rowsPerDay, rows / days);
      return;
    }
    const { field } = scan.search;
    this.#byField.set(field, mix(this.#byField.get(field) ?? this.#defaultRowsOf(field), rows));
  }

  rowsOf(scan: Scan): Cardinality {
    const expected =
      scan.kind === 'createdBetween'
        ? Math.min(this.#tenantRows, this.#rowsPerDay * daysOf(scan))
        : (this.#byField.get(scan.search.field) ?? this.#defaultRowsOf(scan.search.field));
    const seen = this.#totals.get(scanKey(scan));
    if (seen === undefined) return { rows: expected, isKnown: false };
    const age = Math.max(0, this.#clock.now() - seen.at);
    if (age <= knownForMs) return { rows: seen.rows, isKnown: true };
    const trust = 0.5 ** ((age - knownForMs) / halfLifeMs);
    return { rows: expected + (seen.rows - expected) * trust, isKnown: false };
  }

  /** As if predicates had nothing to do with each other. */
  matchingRows(predicates: readonly Predicate[], paths: readonly AccessPath[]): number {
    let rows = this.#tenantRows;
    for (const predicate of predicates) {
      const path = paths.find(({ field }) => field === predicate.field);
      const found = path?.scans.reduce((sum, scan) => sum + this.rowsOf(scan).rows, 0);
      rows *= found === undefined ? defaultSelectivity : Math.min(1, found / this.#tenantRows);
    }
    return rows;
  }

  #defaultRowsOf(name: string): number {
    const field = this.catalogue.get(name);
    return (field?.kind === 'value' ? field.defaultRows : null) ?? defaultTenantRows;
  }
}

function daysOf({ from, to }: InstantSpan): number {
  return (to.getTime() - from.getTime()) / dayMs;
}

function mix(before: number, now: number): number {
  return before + (now - before) * learningRate;
}
