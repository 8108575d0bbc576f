import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** @param {string} path below the project's root */
const fromRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/**
 * Starts a program and waits for the JSON line in which it says that it listens.
 *
 * @param {string} path
 * @param {Record<string, string>} environment
 * @param {string} message
 * @returns {Promise<{ line: any, pid: number, stop: () => Promise<void> }>}
 */
function startProgram(path, environment, message) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fromRoot(path)], {
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    /** @type {Promise<void>} */
    const exited = new Promise((done) => child.once('exit', () => done()));
    void exited.then(() => reject(new Error(`${path} exited before it listened`)));
    createInterface({ input: child.stdout }).on('line', (text) => {
      if (!text.startsWith('{')) return;
      const line = JSON.parse(text);
      if (line.msg !== message) return;
      const stop = async () => {
        child.kill('SIGTERM');
        await exited;
      };
      resolve({ line, pid: child.pid ?? -1, stop });
    });
  });
}

/** The emulator as a program of its own, so that it does not share the subgraph's event loop. */
export async function startEmulator(settings = {}) {
  const { line, stop } = await startProgram(
    'packages/wolkvox-emulator/dist/main.js',
    { EMULATOR_PORT: '0', ...settings },
    'emulator listening',
  );
  return { url: line.url, operation: line.operation, token: line.token, stop };
}

/**
 * The built subgraph against an upstream, with the contract's settings.
 *
 * @param {{ url: string, operation: string, token: string }} upstream
 * @param {Record<string, string>} settings
 */
export async function startSubgraph(upstream, settings = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const { line, pid, stop } = await startProgram(
    'dist/main.js',
    {
      PORT: '0',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'info',
      WOLKVOX_BASE_URL: upstream.url,
      WOLKVOX_OPERATION: upstream.operation,
      WOLKVOX_TOKEN: upstream.token,
      WOLKVOX_DAILY_QUOTA: '1000000',
      CACHE_TTL_MS: '0',
      ...settings,
    },
    'listening',
  );
  return {
    url: line.url,
    pid,
    stop: async () => {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** @param {{ url: string, operation: string, token: string }} upstream */
export async function startPassThrough(upstream) {
  const { line, stop } = await startProgram(
    'bench/passThrough.mjs',
    { UPSTREAM_URL: upstream.url, UPSTREAM_OPERATION: upstream.operation, UPSTREAM_TOKEN: upstream.token },
    'pass-through listening',
  );
  return { url: line.url, stop };
}
