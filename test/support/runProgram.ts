import { spawn } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = resolve(dirname(fileURLToPath(import.meta.url)), '../../dist');

/** How a run of a program ended, and all that it printed. */
export interface ProgramRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a built program of `dist/` without a terminal, with these settings and none of the surrounding environment, in English. */
export function runProgram(
  file: 'doctor.js' | 'journal.js',
  settings: Readonly<Record<string, string>>,
  typed: readonly string[],
): Promise<ProgramRun> {
  const child = spawn(process.execPath, [resolve(dist, file), ...typed], {
    env: { PATH: process.env['PATH'], LANG: 'en_US.UTF-8', ...settings },
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
