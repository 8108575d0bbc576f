import { startBilling } from '../billing/startBilling.mjs';
import { askSubgraph } from './askSubgraph.mjs';
import { composeSupergraph } from './composeSupergraph.mjs';
import { logLine } from './logLine.mjs';
import { readAccounts } from './readAccounts.mjs';
import { readSettings } from './settings.mjs';
import { startSubgraph } from './startSubgraph.mjs';
import { createSubgraphHeaders } from './subgraphHeaders.mjs';

/** What is running, in the order it was started; it is stopped the other way round. */
const running = /** @type {{ close: () => Promise<void> }[]} */ ([]);
let isStopping = false;

try {
  await startAll();
} catch (error) {
  logLine('error', 'supergraph cannot start', { reason: error instanceof Error ? error.message : String(error) });
  await stopAll(1);
}

async function startAll() {
  const { port, gateway: kind, sendsHashes, routerSecret } = readSettings(process.env);
  process.once('SIGINT', () => void stopAll(0));
  process.once('SIGTERM', () => void stopAll(0));

  // The gateway's code takes about as long to load as the subgraph to start.
  const [startGateway, crm] = await Promise.all([loadGateway(kind), startSubgraph()]);
  running.push(crm);
  void crm.exited.then((code) => {
    if (isStopping) return;
    logLine('error', 'subgraph ended', { code });
    void stopAll(1);
  });

  const subgraphHeaders = createSubgraphHeaders(routerSecret);
  const headers = subgraphHeaders('crm', () => null);
  const { _service: service } = await askSubgraph(crm.url, headers, '{ _service { sdl } }');

  const billing = await startBilling({ accounts: await readAccounts(crm.url, headers) });
  running.push(billing);
  logLine('info', 'billing listening', { url: billing.url });

  const supergraphSdl = composeSupergraph([
    { name: 'crm', url: crm.url, sdl: service.sdl },
    { name: 'billing', url: billing.url, sdl: billing.sdl },
  ]);
  const gateway = await startGateway({ supergraphSdl, port, sendsHashes, subgraphHeaders });
  running.push(gateway);
  logLine('info', 'supergraph listening', { url: gateway.url, gateway: kind });
}

/** @param {'apollo' | 'hive'} kind */
async function loadGateway(kind) {
  return kind === 'apollo'
    ? (await import('./apolloGateway.mjs')).startApolloGateway
    : (await import('./hiveGateway.mjs')).startHiveGateway;
}

/** @param {number} exitCode */
async function stopAll(exitCode) {
  if (isStopping) return;
  isStopping = true;
  for (const part of running.reverse()) {
    await part
      .close()
      .catch((/** @type {unknown} */ error) => logLine('warn', 'did not stop well', { reason: String(error) }));
  }
  process.exit(exitCode);
}
