import { spawn } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Upstream } from '../../support/startSubgraph.js';

const program = resolve(dirname(fileURLToPath(import.meta.url)), '../../../dist/journal.js');

/** How a run of the program ended, and all that it printed. */
export interface JournalRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built program (`dist/journal.js`) with the settings of a subgraph and none of the surrounding environment. */
export function runJournal(
  upstream: Upstream,
  settings: Readonly<Record<string, string>>,
  ...typed: readonly string[]
): Promise<JournalRun> {
  const child = spawn(process.execPath, [program, ...typed], {
    env: {
      PATH: process.env['PATH'],
      LANG: 'en_US.UTF-8',
      WOLKVOX_OPERATION: upstream.operation,
      WOLKVOX_TOKEN: upstream.token,
      RECONCILE_GRACE_MS: '300',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
  return new Promise((resolveRun) => {
    child.once('close', (code) => {
      resolveRun({ code, out, err });
    });
  });
}
