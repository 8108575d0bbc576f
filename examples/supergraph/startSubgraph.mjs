import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const preload = new URL('stopWithParent.mjs', import.meta.url).href;

/**
 * Starts the built subgraph as a process of its own, with this process's environment, and waits until it listens. What
 * it writes comes out of this process. On any free port, unless PORT names one.
 *
 * @returns {Promise<{ url: string, exited: Promise<number | null>, close: () => Promise<void> }>} `exited` resolves with
 *   the exit code, for whatever reason it ended
 * @throws {Error} when it is not built, or ends before it listens
 */
export async function startSubgraph() {
  await access(program).catch(() => {
    throw new Error('the subgraph is not built: run `npm run build` first');
  });
  const child = spawn(process.execPath, ['--import', preload, program], {
    env: { ...process.env, PORT: process.env['PORT'] ?? '0' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const { stdout } = child;
  if (stdout === null) throw new Error('the subgraph has no output to read');
  const exited = once(child, 'close').then(([code]) => /** @type {number | null} */ (code));
  /** @type {Promise<string>} */
  const listening = new Promise((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      process.stdout.write(`${line}\n`);
      const url = urlOfListeningLine(line);
      if (url !== null) resolve(url);
    });
  });
  const url = await Promise.race([
    listening,
    exited.then((code) => {
      throw new Error(`the subgraph ended with code ${String(code)} before it listened`);
    }),
  ]);
  return {
    url,
    exited,
    async close() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** @param {string} line */
function urlOfListeningLine(line) {
  try {
    const entry = JSON.parse(line);
    return entry?.msg === 'listening' && typeof entry.url === 'string' ? /** @type {string} */ (entry.url) : null;
  } catch {
    return null;
  }
}
