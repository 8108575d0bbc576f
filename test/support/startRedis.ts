import { Redis } from 'ioredis';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describeWith } from './describeWith.js';

/** A group of tests that need a `redis-server` on the PATH. */
export function describeWithRedis(title: string, body: () => void): void {
  describeWith('redis-server', title, body);
}

/** Values of `redis.conf` by their names; a list where one has several words. */
type RedisSettings = Readonly<Record<string, string | readonly string[]>>;

/** A Redis of this test's own, with its data in a temporary folder that outlives its restarts. */
export class TestRedis {
  #child: ChildProcess | null = null;
  readonly #folder = mkdtempSync(join(tmpdir(), 'redis-'));

  private constructor(
    readonly port: number,
    private readonly settings: RedisSettings,
  ) {}

  /** On a free port; durable as an operator should set it, unless `settings` say otherwise. */
  static async start(settings: RedisSettings = {}): Promise<TestRedis> {
    const redis = new TestRedis(await freePort(), {
      appendonly: 'yes',
      appendfsync: 'always',
      save: '',
      ...settings,
    });
    await redis.restart();
    return redis;
  }

  get url(): URL {
    return new URL(`${this.#speaksTls ? 'rediss' : 'redis'}://127.0.0.1:${String(this.port)}`);
  }

  get #speaksTls(): boolean {
    return 'tls-cert-file' in this.settings;
  }

  /** Starts the server again on its own files. */
  async restart(): Promise<void> {
    const port = String(this.port);
    const ports = this.#speaksTls ? { port: '0', 'tls-port': port, 'tls-auth-clients': 'no' } : { port };
    const options = Object.entries({ ...ports, dir: this.#folder, bind: '127.0.0.1', ...this.settings });
    const child = spawn(
      'redis-server',
      options.flatMap(([name, value]) => [`--${name}`, ...(typeof value === 'string' ? [value] : value)]),
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    this.#child = child;
    const lines = createInterface({ input: child.stdout });
    await new Promise<void>((resolve, reject) => {
      lines.on('line', (line) => {
        if (line.includes('Ready to accept connections')) resolve();
      });
      child.once('exit', () => {
        reject(new Error('redis-server did not start.'));
      });
    });
  }

  /** Sends the process a signal: SIGSTOP and SIGCONT make it stand still and go on. */
  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Makes the server forget everything, as after a failover to an empty one. */
  async erase(): Promise<void> {
    const client = new Redis(this.url.href);
    await client.flushall();
    client.disconnect();
  }

  /** Ends the process as a power cut does, and waits until it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const isGone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await isGone;
  }

  /** Ends it and removes its files. */
  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
