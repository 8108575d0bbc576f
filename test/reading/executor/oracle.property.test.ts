import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CaseRecord } from '../../../src/model/CaseRecord.js';
import type { CaseSearchField } from '../../../src/model/search.js';
import { caseCatalogue } from '../../../src/reading/catalogue/caseCatalogue.js';
import { accessPathsFor } from '../../../src/reading/planner/accessPathsFor.js';
import { type AccessPath, type Scan, scanKey } from '../../../src/reading/planner/AccessPath.js';
import { normalizeCaseFilter, type Predicate } from '../../../src/reading/predicate/normalizeFilter.js';
import type { Estimates } from '../../../src/reading/planner/cost.js';
import { TenantCapabilities } from '../../../src/reading/capabilities/TenantCapabilities.js';
import { PlanCache } from '../../../src/reading/planner/PlanCache.js';
import { PageLengths } from '../../../src/reading/executor/PageLengths.js';
import { executePlan } from '../../../src/reading/executor/executePlan.js';
import { FakeWolkvoxClient } from '../../support/FakeWolkvoxClient.js';
import { callsOfWay, rowsOf } from '../../support/planOracle.js';
import {
  anyFilter,
  anySpread,
  heavyFilter,
  makeTenant,
  type MakeFilter,
  naively,
  type Spread,
} from '../../support/syntheticTenant.js';
import { propertyRuns } from '../../support/propertyRuns.js';

// Later than any synthetic case.
const now = new Date('2036-01-01T00:00:00Z');

/** What a list cost, and what every way of reading it would have cost. */
interface Outcome {
  readonly spent: number;
  readonly optimum: number;
  /** Searches that the filter names, in all ways of reading together. */
  readonly searches: number;
  readonly isWhole: boolean;
}

type MakeEstimates = (rows: readonly CaseRecord[], matching: number) => Estimates;

/** Reads the first rows of a list with what is believed about the tenant; null when nothing can match. */
async function readWith(
  rows: readonly CaseRecord[],
  conditions: readonly Predicate[],
  matches: readonly CaseRecord[],
  { first, makeEstimates, only }: { first: number; makeEstimates: MakeEstimates; only?: string },
): Promise<Outcome | null> {
  const paths = accessPathsFor(conditions, caseCatalogue, now);
  if (paths === null) return null;
  const client = new FakeWolkvoxClient();
  client.tenant.cases = rows;
  const list = await executePlan<CaseSearchField, CaseRecord>(
    {
      list: 'a-list',
      predicates: conditions,
      paths: () => paths.filter(({ field }) => only === undefined || field === only),
      window: { first, after: null, offset: null },
      source: {
        catalogue: caseCatalogue,
        fetch: async (scan, page) => ({
          ...(scan.kind === 'search'
            ? await client.searchCases(scan.search, page)
            : await client.listCasesCreatedBetween(scan, page)),
          freshness: 'LIVE',
        }),
        isCarried: () => false,
        leavesOpen: () => false,
        isUncarried: () => false,
        complete: (row) => Promise.resolve({ row, calls: 0 }),
        noteRowOrder: () => false,
      },
    },
    {
      estimates: makeEstimates(rows, matches.length),
      clock: { now: () => now.getTime() },
      scanLimitCalls: 1_000,
      lengths: new PageLengths(new TenantCapabilities({ clock: { now: () => now.getTime() } })),
      crmDirection: () => null,
      planCache: new PlanCache(0),
      onPage: () => undefined,
    },
  );
  expect(list.items.map(({ node }) => node.id)).toEqual(matches.slice(0, first).map(({ id }) => id));
  const costs = paths.map((path) => callsOfWay(rows, matches, first, path));
  return {
    spent: client.calls.length,
    optimum: Math.min(...costs),
    searches: paths.reduce((sum, { scans }) => sum + scans.length, 0),
    isWhole: matches.length < first,
  };
}

const exact: MakeEstimates = (rows, matching) => ({
  rowsOf: (scan) => ({ rows: rowsOf(rows, scan as Scan<CaseSearchField>).length, isKnown: true }),
  matchingRows: () => matching,
});

/** Believes of each source a number of rows that has nothing to do with it. */
const guessed =
  (seed: number): MakeEstimates =>
  () => ({
    rowsOf: (scan) => ({ rows: hash(`${seed} ${scanKey(scan)}`) % 3_000, isKnown: false }),
    matchingRows: () => hash(`${seed}`) % 300,
  });

/** Remembers totals that were true when there were `factor` times as many rows. */
const outdated =
  (factor: number): MakeEstimates =>
  (rows, matching) => ({
    rowsOf: (scan) => ({
      rows: Math.ceil(rowsOf(rows, scan as Scan<CaseSearchField>).length * factor),
      isKnown: true,
    }),
    matchingRows: () => Math.ceil(matching * factor),
  });

function hash(text: string): number {
  let value = 2_166_136_261;
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return value;
}

const anyCase = fc.tuple(anySpread({ min: 1, max: 2_400 }), anyFilter, fc.integer({ min: 1, max: 100 }));
/** Few values for many rows, so that it matters where reading begins. */
const heavyCase = fc.tuple(
  anySpread({ min: 600, max: 2_500 }).map((spread) => ({
    ...spread,
    statuses: 1 + (spread.statuses % 3),
    types: 1 + (spread.types % 3),
    owners: 1 + (spread.owners % 3),
    contacts: 1 + (spread.contacts % 9),
  })),
  fc.array(heavyFilter, { minLength: 5, maxLength: 5 }),
  fc.integer({ min: 1, max: 100 }),
);

/** Reads a list for each of a tenant's filters that do not contradict themselves. */
async function outcomesOf(
  [spread, makeFilters, first]: [Spread, readonly MakeFilter[], number],
  makeEstimates: MakeEstimates,
): Promise<readonly Outcome[]> {
  const rows = makeTenant(spread);
  const outcomes: Outcome[] = [];
  for (const makeFilter of makeFilters) {
    const filter = makeFilter(rows);
    const outcome = await readWith(rows, normalizeCaseFilter(filter), naively(rows, filter), { first, makeEstimates });
    if (outcome !== null) outcomes.push(outcome);
  }
  return outcomes;
}

describe('the planner against an oracle that tries every way', () => {
  test('agrees with the oracle on what each single way costs', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase, async ([spread, makeFilter, first]) => {
        const rows = makeTenant(spread);
        const filter = makeFilter(rows);
        const conditions = normalizeCaseFilter(filter);
        const matches = naively(rows, filter);
        const ways: readonly AccessPath<CaseSearchField>[] = accessPathsFor(conditions, caseCatalogue, now) ?? [];
        for (const way of ways) {
          const options = { first, makeEstimates: exact, only: way.field };
          const outcome = await readWith(rows, conditions, matches, options);
          expect([way.field, outcome?.spent]).toEqual([way.field, callsOfWay(rows, matches, first, way)]);
        }
      }),
      { numRuns: propertyRuns(60) },
    );
  });

  test('is the optimum for every list that fits its window, when the statistics are exact', async () => {
    const ratio = { spent: 0, optimum: 0 };
    await fc.assert(
      fc.asyncProperty(heavyCase, async (parts) => {
        for (const outcome of await outcomesOf(parts, exact)) {
          if (outcome.isWhole) expect(outcome.spent).toBe(outcome.optimum);
          ratio.spent += outcome.spent;
          ratio.optimum += outcome.optimum;
        }
      }),
      { numRuns: propertyRuns(60) },
    );
    // Windows that fill before the list ends depend on where matches lie, which no total tells.
    expect(ratio.spent / ratio.optimum).toBeLessThan(1.05);
  });

  test('costs at most twice the optimum and one call for each search named, whatever it believed', async () => {
    const ratio = { spent: 0, optimum: 0 };
    await fc.assert(
      fc.asyncProperty(heavyCase, fc.nat(), async (parts, seed) => {
        for (const outcome of await outcomesOf(parts, guessed(seed))) {
          if (outcome.isWhole) expect(outcome.spent).toBeLessThanOrEqual(2 * outcome.optimum + outcome.searches);
          ratio.spent += outcome.spent;
          ratio.optimum += outcome.optimum;
        }
      }),
      { numRuns: propertyRuns(60) },
    );
    expect(ratio.spent / ratio.optimum).toBeLessThan(2);
  });

  test('errs by no more than its memory does, when totals were remembered that have changed since', async () => {
    await fc.assert(
      fc.asyncProperty(heavyCase, fc.double({ min: 0.1, max: 6, noNaN: true }), async (parts, factor) => {
        for (const outcome of await outcomesOf(parts, outdated(factor))) {
          const bound = (1 + Math.max(1, factor)) * outcome.optimum + outcome.searches;
          if (outcome.isWhole) expect(outcome.spent).toBeLessThanOrEqual(bound);
        }
      }),
      { numRuns: propertyRuns(50) },
    );
  });
});
