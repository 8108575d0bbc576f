/**
 * What looking many records up at once costs, on a real run against the emulator: one `_entities` operation for K ids,
 * by a subgraph that has just started, and once more when it knows the tenant.
 *
 * @typedef {object} Upstream
 * @property {string} url
 * @property {string} operation
 * @property {string} token
 *
 * @typedef {object} BatchCase
 * @property {'Case' | 'Contact'} type
 * @property {number} count how many records are wanted
 * @property {'clustered' | 'scattered'} arrangement created one after the other, or spread evenly over all there are
 *
 * @typedef {BatchCase & { first: number, later: number }} BatchResult calls the first time and from then on
 */

const modules = { Case: 'cases', Contact: 'contacts' };

/** @type {readonly BatchCase[]} */
export const batchCases = /** @type {const} */ (['Case', 'Contact']).flatMap((type) =>
  [1, 10, 50, 100].flatMap((count) =>
    /** @type {const} */ (['clustered', 'scattered']).map((arrangement) => ({ type, count, arrangement })),
  ),
);

/**
 * @param {BatchCase} batch
 * @param {Upstream} upstream
 * @param {{ url: string }} subgraph one that has just started
 * @returns {Promise<BatchResult>}
 */
export async function measureBatch(batch, upstream, subgraph) {
  const ids = pickIds(await listIds(upstream, modules[batch.type]), batch);
  const document = `query ($r: [_Any!]!) {
    _entities(representations: $r) { ... on Case { id createdAt } ... on Contact { id createdAt } }
  }`;
  const representations = ids.map((id) => ({ __typename: batch.type, id }));
  const journalLength = async () => {
    const journal = /** @type {any} */ (await (await fetch(`${upstream.url}/_emulator/journal`)).json());
    return journal.length;
  };
  const spend = async () => {
    const before = await journalLength();
    const response = await fetch(subgraph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: document, variables: { r: representations } }),
    });
    const { data, errors } = /** @type {any} */ (await response.json());
    const found = data?._entities?.map((/** @type {any} */ entity) => entity?.id);
    if (errors || JSON.stringify(found) !== JSON.stringify(ids))
      throw new Error('the answer is not what was asked for');
    return (await journalLength()) - before;
  };
  return { ...batch, first: await spend(), later: await spend() };
}

/** @param {readonly BatchResult[]} results */
export function formatBatchTable(results) {
  const rows = results.map(formatBatchRow);
  return [
    '| records | wanted | created | one by one | the first time | from then on |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** @param {BatchResult} result */
export function formatBatchRow({ type, count, arrangement, first, later }) {
  return `| ${modules[type]} | ${count} | ${arrangement} | ${count} | ${first} | ${later} |`;
}

/**
 * @param {readonly string[]} all in order of creation
 * @param {BatchCase} batch
 */
function pickIds(all, { count, arrangement }) {
  const middle = Math.floor((all.length - count) / 2);
  if (arrangement === 'clustered') return all.slice(middle, middle + count);
  return Array.from({ length: count }, (_, index) => all[Math.floor(((index + 0.5) * all.length) / count)] ?? '');
}

/**
 * @param {Upstream} upstream
 * @param {string} module
 * @returns {Promise<string[]>}
 */
async function listIds({ url, operation, token }, module) {
  const ids = [];
  for (let page = 1; ; page += 1) {
    const range = { date: true, from: '2010-01-01 00:00', to: '2026-12-31 00:00' };
    const response = await fetch(`${url}/server/API/v2/custom/queryDates.php`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'wolkvox-token': token },
      body: JSON.stringify({ operation, module, ...range, limit: 250, page }),
    });
    const { data } = /** @type {any} */ (await response.json());
    ids.push(...data.map((/** @type {any} */ { wolkvox_id }) => wolkvox_id));
    // Ids of one tenant sort like their seconds.
    if (data.length < 250) return ids.sort();
  }
}
