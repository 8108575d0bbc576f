import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../examples/supergraph/main.mjs', import.meta.url));

/** The example, running as the program that `npm run supergraph` starts. */
export interface Supergraph {
  readonly url: string;
  readonly crmUrl: string;
  /** Every line it printed so far, the subgraph's among them. */
  readonly lines: readonly string[];
  /** Asks it to end, as Ctrl-C does, and resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** Starts the example on free ports and waits until it listens; rejects with what it printed when it ends before that. */
export async function startSupergraph(environment: Record<string, string>): Promise<Supergraph> {
  const child = spawn(process.execPath, [program], {
    env: { ...inheritedEnvironment(), SUPERGRAPH_PORT: '0', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const urls = new Map<string, string>();
  const exited = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
  const listening = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const entry = readListeningLine(line);
      if (entry === null) return;
      urls.set(entry.msg, entry.url);
      if (entry.msg === 'supergraph listening') resolve(entry.url);
    });
  });
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
  const url = await Promise.race([
    listening,
    exited.then((code) => {
      throw new Error(`the example ended with code ${String(code)}:\n${lines.join('\n')}`);
    }),
  ]);
  return {
    url,
    crmUrl: urls.get('listening') ?? '',
    lines,
    async stop() {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

/** What a program needs of our own environment, and none of the settings that somebody may have in his shell. */
function inheritedEnvironment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '' };
}

function readListeningLine(line: string): { readonly msg: string; readonly url: string } | null {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' &&
      entry !== null &&
      'msg' in entry &&
      typeof entry.msg === 'string' &&
      'url' in entry &&
      typeof entry.url === 'string'
      ? { msg: entry.msg, url: entry.url }
      : null;
  } catch {
    return null;
  }
}
