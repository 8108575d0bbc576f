/** What a caller's request carries on to the subgraphs: who is asking, and which trace and request it belongs to. */
const forwardedNames = ['authorization', 'traceparent', 'tracestate', 'x-request-id'];

/**
 * @callback SubgraphHeaders
 * @param {string} subgraphName
 * @param {(name: string) => string | null | undefined} readCallerHeader
 * @returns {Record<string, string>}
 */

/**
 * The headers a gateway sends to a subgraph. The router's secret goes to the CRM subgraph only, and never comes from a
 * caller.
 *
 * @param {string | null} routerSecret
 * @returns {SubgraphHeaders}
 */
export function createSubgraphHeaders(routerSecret) {
  return (subgraphName, readCallerHeader) => {
    /** @type {Record<string, string>} */
    const headers = {};
    for (const name of forwardedNames) {
      const value = readCallerHeader(name);
      if (value) headers[name] = value;
    }
    if (routerSecret !== null && subgraphName === 'crm') headers['router-authorization'] = routerSecret;
    return headers;
  };
}
