/**
 * Sends one query to a subgraph, the way a gateway would.
 *
 * @param {string} url @param {Record<string, string>} headers @param {string} query
 * @returns {Promise<any>} its data
 * @throws {Error} with the answer's codes when there is no data
 */
export async function askSubgraph(url, headers, query) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data, errors = [] } = await response.json();
  if (data) return data;
  const codes = errors.map((/** @type {any} */ error) => error.extensions?.code ?? 'no code').join(', ');
  throw new Error(`the subgraph answered ${String(response.status)} (${codes})`);
}
