import { built, startClient } from './builtClient.mjs';
import { callsOfWay } from './callsOfWay.mjs';
import { filterWorkload } from './filterWorkload.mjs';
import { startEmulator } from './programs.mjs';
import { findSample } from './sample.mjs';

/**
 * Reads every filter of the workload three times: by a reader that knows nothing of the tenant, by one that has read
 * the rest of the workload, and by one that knows how many records each condition has. Each is compared with the
 * fewest calls that any way of reading could take, found by trying all of them with all rows at hand.
 */
export async function benchPlanner() {
  const { createReader } = await built('reading/createReader');
  const { accessPathsFor } = await built('reading/planner/accessPathsFor');
  const { normalizeCaseFilter } = await built('reading/predicate/normalizeFilter');
  const { caseCatalogue } = await built('reading/catalogue/caseCatalogue');
  const { evaluate } = await built('reading/predicate/evaluate');
  const emulator = await startEmulator({ EMULATOR_CONCURRENCY: '64', EMULATOR_DAILY_QUOTA: '100000000' });
  const sample = await findSample(emulator);
  const { client, clock, stop } = await startClient(emulator);
  const makeReader = () => createReader({ client, clock, scanLimitCalls: 100 });
  const call = () => ({
    deadlineAt: Date.now() + 60_000,
    signal: new AbortController().signal,
    onCall: () => undefined,
  });

  /** @param {any} scan one of a path’s scans */
  const readAll = async (scan) => {
    /** @type {{ readonly id: string }[]} */
    const rows = [];
    for (let page = 1; ; page += 1) {
      const request = { page, limit: 250 };
      const found =
        scan.kind === 'search'
          ? await client.searchCases(scan.search, request, call())
          : await client.listCasesCreatedBetween(scan, request, call());
      rows.push(...found.rows.filter((/** @type {unknown} */ row) => row !== null));
      if (found.rows.length < 250) return rows;
    }
  };
  /** @type {Map<string, Promise<readonly { readonly id: string }[]>>} */
  const known = new Map();
  /** @param {any} scan one of a path’s scans */
  const rowsOf = (scan) => {
    const key = JSON.stringify(scan);
    const rows = known.get(key) ?? readAll(scan);
    known.set(key, rows);
    return rows;
  };

  const everything = await readAll({
    kind: 'createdBetween',
    from: new Date('2000-01-01T00:00:00Z'),
    to: new Date('2100-01-01T00:00:00Z'),
  });
  const order = everything.map(({ id }) => id);
  const now = new Date();
  /** @param {import('./filterWorkload.mjs').ListedFilter} listed */
  const floorOf = async ({ filter, first }) => {
    const predicates = normalizeCaseFilter(filter);
    const items = everything.filter((row) => evaluate(row, predicates, caseCatalogue) === 'true').map(({ id }) => id);
    const costs = [];
    for (const { field, scans } of accessPathsFor(predicates, caseCatalogue, now) ?? []) {
      const lists = [];
      for (const scan of scans) {
        const rows = await rowsOf(scan);
        const id = field === 'id' && scan.kind === 'search' ? scan.search.value : undefined;
        lists.push({ ids: rows.map((row) => row.id), id });
      }
      costs.push(callsOfWay({ order, items, wanted: first, sources: lists }));
    }
    return Math.min(...costs);
  };
  /**
   * @param {ReturnType<typeof makeReader>} reader
   * @param {import('./filterWorkload.mjs').ListedFilter} listed
   */
  const spend = async (reader, { filter, first }) =>
    (await reader.listCases(filter, { first, after: null, offset: null }, call())).upstreamCalls;

  const workload = filterWorkload(sample);
  const warm = makeReader();
  const sums = { lists: workload.length, floor: 0, cold: 0, warm: 0, exact: 0 };
  try {
    for (const listed of workload) await spend(warm, listed);
    for (const listed of workload) {
      const informed = makeReader();
      for (const [field, condition] of Object.entries(listed.filter)) {
        if (field === 'updatedAt' || field === 'condition') continue;
        const values = condition.in ?? [condition.eq ?? condition];
        for (const value of values) {
          const single = { [field]: typeof value === 'string' ? { eq: value } : value };
          await informed.listCases(single, { first: 1, after: null, offset: null }, call());
        }
      }
      sums.floor += await floorOf(listed);
      sums.cold += await spend(makeReader(), listed);
      sums.warm += await spend(warm, listed);
      sums.exact += await spend(informed, listed);
    }
  } finally {
    await stop();
    await emulator.stop();
  }
  return sums;
}
