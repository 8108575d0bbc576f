/**
 * @typedef {{ port: number, gateway: 'apollo' | 'hive', sendsHashes: boolean, routerSecret: string | null }} Settings
 */

/**
 * What the example is told by its environment. Everything else in there is the subgraph's, and goes to it as it is.
 *
 * @param {Record<string, string | undefined>} environment
 * @returns {Settings}
 * @throws {Error} naming the setting that cannot be used
 */
export function readSettings(environment) {
  const port = Number(environment['SUPERGRAPH_PORT'] ?? 4100);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error('SUPERGRAPH_PORT must be a port number, or 0 for any free port');
  }
  const gateway = environment['SUPERGRAPH_GATEWAY'] ?? 'apollo';
  if (gateway !== 'apollo' && gateway !== 'hive') throw new Error('SUPERGRAPH_GATEWAY must be apollo or hive');
  const routerSecret = environment['ROUTER_SECRET']?.split(',')[0]?.trim();
  const sendsHashes = environment['SUPERGRAPH_PERSISTED_QUERIES'] === 'true';
  return { port, gateway, sendsHashes, routerSecret: routerSecret || null };
}
