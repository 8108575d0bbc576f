/**
 * A module of the build, whose types are checked where they are written.
 *
 * @param {string} path
 * @returns {Promise<any>}
 */
export const built = (path) => import(new URL(`../dist/${path}.js`, import.meta.url).href);

/**
 * The client of the build over an upstream, with nothing in its way.
 *
 * @param {{ url: string, operation: string, token: string }} upstream
 */
export async function startClient(upstream) {
  const { createUndiciTransport } = await built('http/UndiciTransport');
  const { createWolkvoxClient } = await built('wolkvox/createWolkvoxClient');
  const { systemClock } = await built('wolkvox/systemClock');
  const { silentObserver } = await built('wolkvox/Observer');
  const transport = createUndiciTransport({
    baseUrl: new URL(upstream.url),
    connections: 8,
    maxResponseBytes: 4 * 1024 ** 2,
    proxyUrl: null,
  });
  const client = createWolkvoxClient({
    operation: upstream.operation,
    token: upstream.token,
    timeZone: 'America/Bogota',
    transport,
    concurrency: 8,
    requestsPerSecond: null,
    attemptTimeoutMs: 10_000,
    dailyQuota: 100_000_000,
    writeReserve: { calls: 0 },
    attachmentFormat: 'base64',
    clock: systemClock,
    random: Math.random,
    observer: silentObserver,
    quotaStore: null,
  });
  const stop = async () => {
    await client.close();
    await transport.close();
  };
  return { client, clock: systemClock, stop };
}
