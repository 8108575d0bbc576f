import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../examples/desk/start.mjs', import.meta.url));

/** The desk, running as the program that `npm run desk` starts, with its pages built as for production. */
export interface Desk {
  readonly url: string;
  /** Asks it to end, as Ctrl-C does, and resolves with its exit code. */
  stop(): Promise<number | null>;
}

/**
 * Starts the desk on free ports, with a data directory of its own, and waits until it listens. With GRAPHQL_URL it asks
 * that graph instead of a subgraph of its own. Rejects with what it printed when it ends before that.
 */
export async function startDesk(environment: Readonly<Record<string, string>>): Promise<Desk> {
  const dataDir = mkdtempSync(join(tmpdir(), 'desk-'));
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env['PATH'],
      DESK_PORT: '0',
      DESK_BUILT: 'true',
      PORT: '0',
      DATA_DIR: dataDir,
      VITE_AGENT: 'agent_5@demo',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const exited = once(child, 'close').then(([code]) => {
    rmSync(dataDir, { recursive: true, force: true });
    return typeof code === 'number' ? code : null;
  });
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const listening = /"msg":"desk listening","url":"([^"]+)"/.exec(line);
      if (listening?.[1] !== undefined) resolve(listening[1]);
    });
    void exited.then((code) => {
      reject(new Error(`the desk ended with code ${String(code)}:\n${lines.join('\n')}`));
    });
  });
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      return exited;
    },
  };
}
