import { fileURLToPath } from 'node:url';
import { build, createServer, preview } from 'vite';
import { logLine } from '../supergraph/logLine.mjs';
import { startSubgraph } from '../supergraph/startSubgraph.mjs';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const root = here('.');
const { env } = process;

try {
  await startAll();
} catch (error) {
  logLine('error', 'desk cannot start', { reason: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}

/**
 * Starts the subgraph, unless GRAPHQL_URL names a graph that is served already, and the desk over it. With DESK_BUILT=true
 * the desk is served as it would be in production. DESK_PORT: where; 0 picks a free port.
 */
async function startAll() {
  const port = Number(env['DESK_PORT'] ?? 5173);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('DESK_PORT must be a port number');
  const subgraph = env['GRAPHQL_URL'] === undefined ? await startOwnSubgraph() : null;
  env['GRAPHQL_URL'] ??= subgraph?.url;
  const desk = env['DESK_BUILT'] === 'true' ? await serveBuilt(port) : await serveSource(port);
  const stop = async () => {
    await desk.close();
    await subgraph?.close();
    process.exit(0);
  };
  process.once('SIGINT', () => void stop());
  process.once('SIGTERM', () => void stop());
  void subgraph?.exited.then((code) => {
    logLine('error', 'subgraph ended', { code });
    process.exit(1);
  });
  logLine('info', 'desk listening', { url: desk.resolvedUrls?.local[0], graphql: env['GRAPHQL_URL'] });
}

/** The emulator's tenant has words, fields and users of its own; any other tenant brings both along. */
async function startOwnSubgraph() {
  if (env['WOLKVOX_BASE_URL'] === undefined) {
    env['VITE_AGENT'] ??= 'agent_5@demo';
    env['TENANT_PROFILE'] ??= here('tenant-profile.json');
    env['FORMS_MANIFEST'] ??= here('forms.json');
  }
  env['PORT'] ??= '4000';
  return startSubgraph();
}

/** @param {number} port */
async function serveSource(port) {
  const server = await createServer({ root, logLevel: 'warn', server: { port } });
  return server.listen();
}

/** @param {number} port */
async function serveBuilt(port) {
  await build({ root, logLevel: 'warn' });
  return preview({ root, logLevel: 'warn', preview: { port } });
}
