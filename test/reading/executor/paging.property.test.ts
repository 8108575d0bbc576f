import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CaseRecord } from '../../../src/model/CaseRecord.js';
import type { CaseFilter } from '../../../src/model/filters.js';
import type { CaseList } from '../../../src/model/List.js';
import { createReader } from '../../../src/reading/createReader.js';
import { anyCall, FakeWolkvoxClient } from '../../support/FakeWolkvoxClient.js';
import { makeCase } from '../../support/records.js';
import { idAt } from '../../support/syntheticTenant.js';
import { propertyRuns } from '../../support/propertyRuns.js';

const statuses = ['a', 'b'] as const;
const beginning = Date.parse('2026-01-01T00:00:00Z');

/** Something that happens to the tenant between two pages: at a place given as a part of the rows. */
type Change =
  | { readonly kind: 'insert'; readonly at: number; readonly status: string }
  | { readonly kind: 'append'; readonly status: string }
  | { readonly kind: 'remove'; readonly at: number }
  | { readonly kind: 'move'; readonly at: number; readonly status: string };

const anyStatus = fc.constantFrom(...statuses);
const at = fc.double({ min: 0, max: 1, noNaN: true });
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), at, status: anyStatus }),
  fc.record({ kind: fc.constant('append' as const), status: anyStatus }),
  fc.record({ kind: fc.constant('remove' as const), at }),
  fc.record({ kind: fc.constant('move' as const), at, status: anyStatus }),
);

/** Rows in an order of their own: oldest first, newest first, or none that ids tell. */
class ChangingTenant {
  rows: CaseRecord[] = [];
  #next = 0;

  constructor(readonly order: 'oldestFirst' | 'newestFirst' | 'unknown') {}

  append(status: string): void {
    this.#put(this.order === 'newestFirst' ? 0 : this.rows.length, status);
  }

  apply(change: Change): void {
    const index = 'at' in change ? Math.floor(change.at * this.rows.length) : 0;
    switch (change.kind) {
      case 'append':
        this.append(change.status);
        break;
      case 'insert':
        // A record that turns up in the midst of the list, as a CRM without an order may do.
        this.#put(
          this.order === 'unknown' ? index : this.order === 'newestFirst' ? 0 : this.rows.length,
          change.status,
        );
        break;
      case 'remove':
        this.rows = this.rows.filter((_, place) => place !== index);
        break;
      case 'move':
        this.rows = this.rows.map((row, place) => (place === index ? withStatus(row, change.status) : row));
    }
  }

  #put(index: number, status: string): void {
    this.#next += 1;
    const second = new Date(beginning + this.#next * 1_000);
    // Where ids tell no order, they are as good as drawn by lot.
    const seed = this.order === 'unknown' ? (this.#next * 7_919) % 10_007 : this.#next;
    const id =
      this.order === 'unknown' ? idAt(new Date(beginning + seed * 1_000), this.#next) : idAt(second, this.#next);
    this.rows.splice(
      index,
      0,
      withStatus(makeCase(id, { createdAt: second, isReopened: this.#next % 3 === 0 }), status),
    );
  }
}

const withStatus = (row: CaseRecord, name: string): CaseRecord => ({ ...row, status: { name, condition: 'OPEN' } });

const filters: readonly CaseFilter[] = [
  { status: { eq: 'a' } },
  { status: { in: ['a', 'b'] } },
  { status: { eq: 'a' }, isReopened: false },
  { status: { in: ['a', 'b'] }, isReopened: false },
  { isReopened: false, condition: 'OPEN' },
];

/** What was shown last moves behind the page on which it is looked for. */
const moreThanAPageComesIn: [start: ('a' | 'b')[], CaseFilter, first: number, changes: Change[][]] = [
  ['a', 'a', 'a', 'a', 'a', 'a', 'a'],
  { status: { eq: 'a' } },
  2,
  [[], [], Array.from({ length: 3 }, () => ({ kind: 'append', status: 'a' }))],
];

interface Reading {
  readonly ids: readonly string[];
  readonly isWarned: boolean;
  /** Records that belonged to the list before every page. */
  readonly stayed: ReadonlySet<string>;
}

/** Reads a list to its end, page by page, while the tenant changes between the pages. */
async function readWhileChanging(
  tenant: ChangingTenant,
  filter: CaseFilter,
  first: number,
  changes: readonly (readonly Change[])[],
  belongs: (row: CaseRecord) => boolean,
): Promise<Reading> {
  const client = new FakeWolkvoxClient();
  const reader = createReader({ client, clock: { now: () => 0 }, scanLimitCalls: 2 });
  const ids: string[] = [];
  let isWarned = false;
  let after: string | null = null;
  let stayed: ReadonlySet<string> | null = null;
  for (let page = 0; ; page += 1) {
    client.tenant.cases = tenant.rows;
    const now = new Set(tenant.rows.filter(belongs).map(({ id }): string => id));
    stayed = intersection(stayed, now);
    const list: CaseList = await reader.listCases(filter, { first, after, offset: null }, anyCall);
    ids.push(...list.items.map(({ node }) => node.id));
    isWarned ||= list.warnings.includes('LIST_CHANGED_DURING_PAGING');
    if (!list.hasNextPage || page > 500) break;
    after = list.endCursor;
    for (const change of changes[page] ?? []) tenant.apply(change);
  }
  return { ids, isWarned, stayed };
}

function intersection(before: ReadonlySet<string> | null, now: ReadonlySet<string>): ReadonlySet<string> {
  return before === null ? now : new Set([...before].filter((id) => now.has(id)));
}

function belongsTo(filter: CaseFilter): (row: CaseRecord) => boolean {
  const { status, isReopened } = filter;
  const allowed: readonly string[] = status === undefined ? statuses : 'eq' in status ? [status.eq] : status.in;
  return (row) =>
    allowed.includes(row.status?.name ?? '') && (isReopened === undefined || row.isReopened === isReopened);
}

describe('paging through a list that changes meanwhile', () => {
  test.each(['oldestFirst', 'newestFirst', 'unknown'] as const)(
    'skips no row and repeats none without saying so, in a CRM that lists %s',
    async (order) => {
      let quiet = 0;
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyStatus, { minLength: 0, maxLength: 60 }),
          fc.constantFrom<CaseFilter[]>(
            ...filters.filter(({ status }) => order !== 'unknown' || status === undefined || 'eq' in status),
          ),
          fc.integer({ min: 1, max: 12 }),
          fc.array(fc.array(anyChange, { maxLength: 8 }), { maxLength: 8 }),
          async (start, filter, first, changes) => {
            const tenant = new ChangingTenant(order);
            for (const status of start) tenant.append(status);
            const { ids, isWarned, stayed } = await readWhileChanging(
              tenant,
              filter,
              first,
              changes,
              belongsTo(filter),
            );
            runs += 1;
            if (isWarned) return;
            quiet += 1;
            expect(new Set(ids).size).toBe(ids.length);
            const seen = new Set(ids);
            expect([...stayed].filter((id) => !seen.has(id))).toEqual([]);
          },
        ),
        { numRuns: propertyRuns(400), examples: [moreThanAPageComesIn] },
      );
      // A cursor that always warned would be true and of no use.
      expect(quiet / runs).toBeGreaterThan(0.3);
    },
  );
});
