import { built, startClient } from './builtClient.mjs';
import { createNaiveSubgraph } from './naiveSubgraph.mjs';
import { operations, resolveCount } from './operations.mjs';
import { prepareVariables } from './prepareVariables.mjs';
import { findSample } from './sample.mjs';
import { startEmulator, startSubgraph } from './programs.mjs';

/** Whether the straightforward subgraph can run an operation: it reads, and has what every subgraph has. */
const isPlainRead = (/** @type {import('./operations.mjs').Operation} */ { document, isRefused }) =>
  isRefused !== true && !/^\s*mutation|wolkvoxQuota|explain|order:/.test(document);

/** Runs the workload once and compares the calls the upstream saw with the floor of each operation. */
export async function benchCalls() {
  const emulator = await startEmulator();
  const sample = await findSample(emulator);
  const subgraph = await startSubgraph(emulator);
  const { client, stop } = await startClient(emulator);
  const { caseCatalogue } = await built('reading/catalogue/caseCatalogue');
  const { evaluate } = await built('reading/predicate/evaluate');
  const { normalizeCaseFilter } = await built('reading/predicate/normalizeFilter');
  const naive = createNaiveSubgraph(client, (rows, filter) => {
    const predicates = normalizeCaseFilter(decodeInstants(filter));
    return rows.filter((row) => evaluate(row, predicates, caseCatalogue) !== 'false');
  });
  const journalLength = async () => {
    const journal = /** @type {any} */ (await (await fetch(`${emulator.url}/_emulator/journal`)).json());
    return journal.length;
  };
  /** @param {string} query @param {Record<string, unknown>} variables @returns {Promise<any>} */
  const send = async (query, variables) => {
    const response = await fetch(subgraph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return response.json();
  };
  /** @param {import('./operations.mjs').Operation} operation */
  const spendNaively = async (operation) => {
    /** @type {(...operation: Parameters<typeof naive>) => Promise<any>} */
    const ask = naive;
    const variables = await prepareVariables(operation, sample, ask);
    const before = await journalLength();
    const { errors } = await ask(operation.document, variables);
    if (errors !== undefined)
      throw new Error(`the straightforward subgraph fails at: ${operation.name}`, { cause: errors });
    return (await journalLength()) - before;
  };
  const compared = { ours: 0, straightforward: 0 };
  let spentInAll = 0;
  let floorInAll = 0;
  const rows = [];
  try {
    for (const operation of operations) {
      const { name, document, calls, floor } = operation;
      const variables = await prepareVariables(operation, sample, send);
      const before = await journalLength();
      await send(document, variables);
      const spent = (await journalLength()) - before;
      const fewest = resolveCount(floor ?? calls, sample);
      spentInAll += spent;
      floorInAll += fewest;
      const straightforward = isPlainRead(operation) ? await spendNaively(operation) : null;
      if (straightforward !== null) {
        compared.ours += spent;
        compared.straightforward += straightforward;
      }
      rows.push({ operation: name, calls: spent, floor: fewest, 'DataLoader per key': straightforward ?? '' });
    }
  } finally {
    await stop();
    await subgraph.stop();
    await emulator.stop();
  }
  return { rows, spent: spentInAll, floor: floorInAll, ratio: spentInAll / floorInAll, compared };
}

/** Instants as the subgraph's own door reads them. @param {Record<string, any>} filter */
function decodeInstants(filter) {
  return Object.fromEntries(
    Object.entries(filter).map(([field, condition]) => {
      if (typeof condition !== 'object' || !('gte' in condition || 'lt' in condition)) return [field, condition];
      return [field, Object.fromEntries(Object.entries(condition).map(([end, at]) => [end, new Date(at)]))];
    }),
  );
}
