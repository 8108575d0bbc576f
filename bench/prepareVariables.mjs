/**
 * The variables of an operation. Where it goes on from another one, that is sent first, and its cursor is among them.
 *
 * @param {import('./operations.mjs').Operation} operation
 * @param {import('./operations.mjs').Sample} sample
 * @param {(document: string, variables: Record<string, unknown>) => Promise<{ readonly data?: any }>} send
 * @returns {Promise<Record<string, unknown>>}
 */
export async function prepareVariables({ variables, before }, sample, send) {
  const own = variables?.(sample) ?? {};
  if (before === undefined) return own;
  const first = before(sample);
  const { data } = await send(first.document, first.variables);
  return { ...own, after: data.cases.pageInfo.endCursor };
}
