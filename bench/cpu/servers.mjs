import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Server a program under measurement, on a core of its own
 * @property {string} name
 * @property {string} url
 * @property {() => number} cpuMs the time that the process has computed so far, all its threads together
 * @property {() => Promise<void>} stop
 */

const secret = 'a-secret-for-the-bench-alone';
/** What every request carries; who asks for no secret does not look at it. */
export const requestHeaders = { 'content-type': 'application/json', 'router-authorization': secret };

const root = fileURLToPath(new URL('../../', import.meta.url));
const clockTicks = 100;

/** @type {readonly { name: string, path: string }[]} */
export const programs = [
  { name: 'bare', path: 'bench/peers/bare.mjs' },
  { name: 'this', path: 'dist/main.js' },
  { name: 'afternoon', path: 'bench/peers/afternoon.mjs' },
  { name: 'yoga', path: 'bench/peers/yoga.mjs' },
  { name: 'mercurius', path: 'bench/peers/mercurius.mjs' },
];

/**
 * Starts a program in production on one core and waits until it listens.
 *
 * @param {{ name: string, path: string, core: number, settings?: Record<string, string>, nodeOptions?: string[] }} program
 * @returns {Promise<Server>}
 */
export function startPinned({ name, path, core, settings = {}, nodeOptions = [] }) {
  return new Promise((resolve, reject) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
    const child = spawn('taskset', ['-c', String(core), process.execPath, ...nodeOptions, path], {
      cwd: root,
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', DATA_DIR: dataDir, ...settings },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.once('error', reject);
    /** @type {Promise<void>} */
    const exited = new Promise((done) => child.once('exit', () => done()));
    void exited.then(() => reject(new Error(`${name} ended before it listened`)));
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (text) => {
      if (!text.startsWith('{"') || !text.includes('"msg":"listening"')) return;
      lines.close();
      // What it writes from now on is read, so that it never waits, and thrown away.
      child.stdout.resume();
      resolve({
        name,
        url: JSON.parse(text).url,
        cpuMs: () => cpuMsOf(child.pid ?? -1),
        stop: async () => {
          child.kill('SIGTERM');
          await exited;
          rmSync(dataDir, { recursive: true, force: true });
        },
      });
    });
  });
}

/** The settings of the servers: the defaults, room for all callers at once, and the upstream. @param {string} url @param {boolean} remembers */
export function serverSettings(url, remembers) {
  return {
    ...{ UPSTREAM_URL: url, UPSTREAM_OPERATION: 'demo', UPSTREAM_TOKEN: 'token' },
    ...{ WOLKVOX_BASE_URL: url, WOLKVOX_OPERATION: 'demo', WOLKVOX_TOKEN: 'token' },
    ...{ HOST: '127.0.0.1', PORT: '0', ROUTER_SECRET: secret, STARTUP_CHECK: 'off' },
    ...{ WOLKVOX_DAILY_QUOTA: '1000000000', WOLKVOX_CONCURRENCY: '64' },
    ...(remembers && { REMEMBER: '1', CACHE_TTL_MS: '86400000', CACHE_STALE_MS: '86400000' }),
  };
}

/** @param {number} pid */
function cpuMsOf(pid) {
  const [, , , , , , , , , , , user, system] =
    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(user) + Number(system)) * 1_000) / clockTicks;
}
