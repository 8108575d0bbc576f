import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Starts a `redis-server` of its own, as durable as an operator should set it, on a free port. */
export async function startRedis() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-redis-'));
  const port = await freePort();
  const settings = { port: String(port), dir: folder, bind: '127.0.0.1', appendonly: 'yes', appendfsync: 'always' };
  const run = async () => {
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    const child = spawn('redis-server', [...args, '--save', ''], { stdio: ['ignore', 'pipe', 'ignore'] });
    const lines = createInterface({ input: child.stdout });
    await new Promise((resolve, reject) => {
      lines.on('line', (line) => line.includes('Ready to accept connections') && resolve(null));
      child.once('exit', () => reject(new Error('redis-server did not start')));
    });
    return child;
  };
  let child = await run();
  const kill = async () => {
    const isGone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await isGone;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    /** Starts it again on its own files. */
    restart: async () => {
      child = await run();
    },
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
