import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startSubgraph } from '../support/startSubgraph.js';

/** The built program, as it is shipped. */
const mainFile = resolve(fileURLToPath(import.meta.url), '../../../dist/main.js');

let dataDir = '';
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'subgraph-process-'));
});
afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

function start(environment: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [mainFile], {
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: dataDir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Waits for the program's end; every line it wrote has to be JSON. */
async function end(child: ChildProcess): Promise<Ended> {
  let output = '';
  child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (output += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const lines = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, lines };
}

const tenant = {
  WOLKVOX_BASE_URL: 'http://127.0.0.1:9',
  WOLKVOX_OPERATION: 'demo',
  WOLKVOX_TOKEN: 'a-token-of-no-tenant',
};

describe('a program that cannot start ends with 1 and one clear line for each reason', () => {
  test('settings missing in production', async () => {
    const { code, lines } = await end(start({ NODE_ENV: 'production' }));
    expect(code).toBe(1);
    expect(lines.map(({ level, msg }) => [level, String(msg).split(' ', 1)[0]])).toEqual([
      ['fatal', 'WOLKVOX_BASE_URL'],
      ['fatal', 'WOLKVOX_OPERATION'],
      ['fatal', 'WOLKVOX_TOKEN'],
      ['fatal', 'ROUTER_SECRET'],
    ]);
  });

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { code, lines } = await end(start({ ...tenant, PORT: String(port) }));
    other.close();
    expect(code).toBe(1);
    expect(lines.map(({ msg }) => msg)).toEqual([`PORT ${port} is in use by another program`]);
  });
});

test('with no tenant set the emulator is served, loudly, and ends with the program, even a killed one', async () => {
  const child = start({});
  let output = '';
  child.stdout?.on('data', (data: Buffer) => (output += data.toString()));
  while (!output.includes('"listening"')) await delay(20);
  expect(output.split('\n')[0]).toMatch(/"level":"warn".*NO TENANT IS SET/);
  const emulator = /"emulator":"([^"]+)"/.exec(output)?.[1] ?? '';
  const url = /"url":"([^"]+)"/.exec(output)?.[1] ?? '';
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ cases(filter: { status: { eq: "open" } }, first: 1) { nodes { id } } }' }),
  });
  expect(await response.json()).toEqual({ data: { cases: { nodes: [{ id: expect.any(String) as unknown }] } } });
  expect(await isReachable(emulator)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  while (await isReachable(emulator)) await delay(20);
});

test('in production every line is JSON, and SIGTERM lets what is under way finish', async () => {
  // A CRM that takes the call and answers only when told to.
  const crm = createServer();
  let answer = (): void => undefined;
  const asked = new Promise<void>((isAsked) => {
    crm.on('request', (request, response) => {
      request.resume();
      answer = () => response.end('{"code":"200","error":"null","msg":"0 records were are found","data":[]}');
      isAsked();
    });
  });
  crm.listen(0, '127.0.0.1');
  await once(crm, 'listening');
  const address = crm.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const subgraph = await startSubgraph(
    { url, operation: 'demo', token: 'a-token-of-no-tenant' },
    { NODE_ENV: 'production', ROUTER_SECRET: 'a-secret-of-the-router', HOST: '127.0.0.1' },
  );
  const underWay = fetch(subgraph.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'router-authorization': 'a-secret-of-the-router' },
    body: JSON.stringify({ query: '{ case(id: "6790aa60f0e8a1b2c3d4e5f6") { id } }' }),
  });
  await asked;
  const stopped = subgraph.stop('SIGTERM');
  let readiness = 200;
  while (readiness === 200) readiness = (await fetch(`${subgraph.origin}/readyz`)).status;
  expect(readiness).toBe(503);
  answer();
  expect(await (await underWay).json()).toEqual({ data: { case: null } });
  expect(await stopped).toBe(0);
  for (const line of subgraph.output) expect(() => JSON.parse(line) as unknown).not.toThrow();
  crm.close();
});

test('a reader of stdout that stops reading does not stop the server', async () => {
  const child = start({ ...tenant, LOG_LEVEL: 'debug' });
  const url = await urlOf(child, 'url');
  child.stdout?.pause();
  // Each leaves a line of some 200 bytes: more than pipes hold.
  for (let round = 0; round < 30; round += 1) {
    await Promise.all(Array.from({ length: 100 }, async () => (await fetch(new URL('/nowhere', url))).arrayBuffer()));
  }
  expect((await fetch(new URL('/livez', url))).status).toBe(200);
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
});

test('the probes have a port of their own where one is set, without the secret, until the very end', async () => {
  const child = start({
    ...tenant,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    ROUTER_SECRET: 'a-secret-of-the-router',
    METRICS_PORT: '0',
  });
  const metricsUrl = await urlOf(child, 'metricsUrl');
  const get = async (path: string) => fetch(new URL(path, metricsUrl));
  const metrics = await (await get('/metrics')).text();
  expect(metrics).toMatch(/^subgraph_build_info\{version="\d+\.\d+\.\d+",node="v\d+[^"]*"\} 1$/m);
  expect(metrics).toMatch(/^subgraph_log_lines_dropped_total 0$/m);
  expect(await (await get('/livez')).json()).toEqual({ status: 'alive' });
  expect(await (await get('/readyz')).json()).toEqual({ status: 'ready' });
  const elsewhere = await get('/graphql');
  expect({ status: elsewhere.status, body: await elsewhere.json() }).toMatchObject({
    status: 404,
    body: { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
  });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a port of the probes that is taken is told by its setting', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = String(typeof address === 'object' && address ? address.port : 0);
  const { code, lines } = await end(start({ ...tenant, METRICS_PORT: port }));
  other.close();
  expect(code).toBe(1);
  expect(lines.map(({ msg }) => msg)).toEqual([`METRICS_PORT ${port} is in use by another program`]);
});

test('a signal before the process listens ends it with 0', async () => {
  // The warning is told when the settings are read; nothing listens yet.
  const child = start({ ...tenant, WOLKVOX_TIMEZONE: 'America/Lima' });
  child.stdout?.once('data', () => child.kill('SIGTERM'));
  expect((await end(child)).code).toBe(0);
});

test.each([
  ['a file in its place', () => join(dataDir, 'file')],
  ['a file system that cannot be written', () => '/proc/subgraph'],
])(
  'a DATA_DIR that cannot be used, because of %s, is told by its path in one line, with a remedy',
  async (_case, path) => {
    writeFileSync(join(dataDir, 'file'), '');
    const child = start({ ...tenant, DATA_DIR: path() });
    const { lines, code } = await endAfterListening(child);
    expect(code).toBe(0);
    const told = lines.filter(({ level }) => level === 'error');
    expect(told).toMatchObject([{ setting: 'DATA_DIR', path: path(), remedy: expect.any(String) as unknown }]);
    expect(JSON.stringify(told)).not.toContain('stack');
  },
);

test('a name that begins like a setting and is none is told of at the start', async () => {
  const { lines, code } = await endAfterListening(start({ ...tenant, WOLKVOX_TIMEZONE: 'America/Lima' }));
  expect(code).toBe(0);
  expect(lines).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      msg: 'WOLKVOX_TIMEZONE is not a setting: did you mean WOLKVOX_TIME_ZONE?',
    }),
  );
});

/** The address that the line `listening` tells. */
async function urlOf(child: ChildProcess, name: string): Promise<string> {
  let output = '';
  const onData = (data: Buffer): void => {
    output += data.toString();
  };
  child.stdout?.on('data', onData);
  const address = new RegExp(`"${name}":"([^"]+)".*"listening"`);
  while (!address.test(output)) await delay(20);
  child.stdout?.off('data', onData);
  return address.exec(output)?.[1] ?? '';
}

async function endAfterListening(child: ChildProcess): Promise<Ended> {
  let output = '';
  child.stdout?.on('data', (data: Buffer) => {
    output += data.toString();
    if (output.includes('"listening"') && !child.killed) child.kill('SIGTERM');
  });
  return end(child);
}

async function isReachable(url: string): Promise<boolean> {
  try {
    await (await fetch(`${url}/_emulator/state`)).text();
    return true;
  } catch {
    return false;
  }
}
