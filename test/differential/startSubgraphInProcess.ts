import { serve } from '../../src/composition/serve.js';
import { readConfig } from '../../src/server/settings/config.js';
import { createLogger } from '../../src/server/observability/createLogger.js';
import { systemClock } from '../../src/wolkvox/systemClock.js';

/** The subgraph over HTTP, in this process. */
export interface RunningSubgraph {
  readonly url: string;
  /** Ends it in order, as a signal would. */
  stop(): Promise<void>;
}

/**
 * Starts a subgraph that knows nothing yet, with these settings of the environment. In this process, because a process
 * of its own for each of thousands of tenants would be most of the work; from the socket of the caller to the socket of
 * the CRM all is what the program builds for itself. Without `DATA_DIR` it remembers no writes when it has ended.
 */
export async function startSubgraphInProcess(settings: Readonly<Record<string, string>>): Promise<RunningSubgraph> {
  const reading = readConfig({ PORT: '0', ...settings });
  if (!reading.ok || reading.config.upstream === null) throw new Error('the settings of a tenant cannot be used');
  const { config } = reading;
  let shutDown = (_signal: string): Promise<number> => Promise.resolve(0);
  const { url } = await serve({
    config,
    profile: {},
    formsManifest: null,
    upstream: reading.config.upstream,
    isEmulated: settings['DATA_DIR'] === undefined,
    version: 'differential',
    clock: systemClock,
    redact: (text) => text,
    log: createLogger('silent', (text) => text, { write: () => undefined }),
    droppedLogLines: () => 0,
    closables: [],
    onShutdown: (end) => {
      shutDown = end;
    },
  });
  return {
    url,
    async stop() {
      await shutDown('SIGTERM');
    },
  };
}
