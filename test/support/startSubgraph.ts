import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const mainFile = resolve(dirname(fileURLToPath(import.meta.url)), '../../dist/main.js');

export interface GraphQLResponse {
  readonly status: number;
  // The body of a test's own operation: each test says what it expects in it.
  readonly body: {
    readonly data?: unknown;
    readonly errors?: readonly {
      readonly message: string;
      readonly path?: readonly (string | number)[];
      readonly extensions: Readonly<Record<string, unknown>>;
    }[];
  };
}

export interface Subgraph {
  /** Where GraphQL is served. */
  readonly url: string;
  /** The same server without the path. */
  readonly origin: string;
  readonly pid: number;
  /** Lines printed so far, on stdout and stderr. */
  readonly output: readonly string[];
  query(document: string, variables?: Readonly<Record<string, unknown>>): Promise<GraphQLResponse>;
  /** Resolves with the exit code once the process is gone and all that it printed was read. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** The part of the emulator that a subgraph has to be pointed at. */
export interface Upstream {
  readonly url: string;
  readonly operation: string;
  readonly token: string;
}

/** How to start the program, where it is not as usual. */
export interface StartOptions {
  /** The longest file that it may write, in units of 512 bytes: to it the disk is full from there on. */
  readonly fileBlocks?: number;
  /** Once it listens, nobody reads what it prints. */
  readonly isUnread?: boolean;
}

/**
 * Starts the built program (`dist/main.js`) on a free port against an upstream, with settings of the contract only,
 * none of the surrounding environment, and a data directory of its own; one that `settings` name outlives it. Rejects
 * with its output when it exits.
 */
export async function startSubgraph(
  upstream: Upstream,
  settings: Readonly<Record<string, string>> = {},
  { fileBlocks, isUnread = false }: StartOptions = {},
): Promise<Subgraph> {
  const dataDir = mkdtempSync(join(tmpdir(), 'subgraph-'));
  const program = [process.execPath, mainFile] as const;
  // The signal of a file that grows too long is ignored, so that writing fails as on a full disk.
  const limited = ['-c', `trap '' XFSZ; ulimit -f ${String(fileBlocks)}; exec "$0" "$@"`, ...program];
  const [command, ...args] = fileBlocks === undefined ? program : ['sh', ...limited];
  const child = spawn(command, args, {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATA_DIR: dataDir,
      WOLKVOX_BASE_URL: upstream.url,
      WOLKVOX_OPERATION: upstream.operation,
      WOLKVOX_TOKEN: upstream.token,
      WOLKVOX_DAILY_QUOTA: '100000',
      CACHE_TTL_MS: '0',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  const exited = new Promise<number | null>((resolveExit) => {
    child.once('close', (code) => {
      rmSync(dataDir, { recursive: true, force: true });
      resolveExit(code);
    });
  });
  createInterface({ input: child.stderr }).on('line', (line) => output.push(line));
  const printed = createInterface({ input: child.stdout });
  const url = await new Promise<string>((resolveUrl, reject) => {
    printed.on('line', (line) => {
      output.push(line);
      const listening = /"msg":"listening"/.test(line) ? /"url":"([^"]+)"/.exec(line) : null;
      if (listening?.[1] !== undefined) resolveUrl(listening[1]);
    });
    void exited.then((code) => {
      reject(new Error(`the subgraph exited with ${String(code)}:\n${output.join('\n')}`));
    });
  });
  if (isUnread) printed.pause();
  return {
    url,
    origin: new URL(url).origin,
    pid: child.pid ?? -1,
    output,
    async query(document, variables = {}) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: document, variables }),
      });
      return { status: response.status, body: (await response.json()) as GraphQLResponse['body'] };
    },
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      printed.resume();
      return exited;
    },
  };
}
