import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { closeServer } from '../../src/server/process/closeServer.js';
import { startTestApp, type TestApp } from './startTestApp.js';

let app: TestApp;
afterEach(async () => {
  await app.close();
});

const body = JSON.stringify({ query: '{ __typename }' });
const head = (bytes: number): string =>
  [
    'POST /graphql HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${bytes}`,
    '',
    '',
  ].join('\r\n');

interface Client {
  readonly socket: Socket;
  /** What has come back so far. */
  readonly received: () => string;
  /** Resolves when the other side has closed, with the error if it was a reset. */
  readonly closed: Promise<Error | null>;
}

async function open(): Promise<Client> {
  const socket = connect(app.port, '127.0.0.1');
  await once(socket, 'connect');
  let received = '';
  let failure: Error | null = null;
  socket.on('data', (data) => (received += data.toString()));
  socket.on('error', (error) => (failure = error));
  const closed = once(socket, 'close').then(() => failure);
  return { socket, received: () => received, closed };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('a body that is coming in when draining begins is answered with 503, not reset', async () => {
  app = await startTestApp();
  const client = await open();
  client.socket.write(head(body.length) + body.slice(0, 5));
  await new Promise((resolve) => setTimeout(resolve, 50));
  app.readiness.startDraining();
  await until(() => client.received().includes('SERVICE_UNAVAILABLE'));
  client.socket.write(body.slice(5));
  expect(await client.closed).toBeNull();
  expect(client.received()).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: \d/i);
  expect(client.received().match(/HTTP\/1\.1/g)).toHaveLength(1);
});

test('a request that arrives while draining is answered with 503 before its body is here, and reset neither', async () => {
  app = await startTestApp();
  const client = await open();
  // A connection that served before.
  client.socket.write(head(body.length) + body);
  await until(() => client.received().includes('__typename'));
  app.readiness.startDraining();
  client.socket.write(head(1_000_000) + 'x'.repeat(100_000));
  await until(() => client.received().includes('SERVICE_UNAVAILABLE'));
  for (let sent = 100_000; sent < 1_000_000; sent += 100_000) {
    client.socket.write('x'.repeat(100_000));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(await client.closed).toBeNull();
});

test('the same while the server closes', async () => {
  app = await startTestApp();
  const [first, second] = [await open(), await open()];
  for (const client of [first, second]) client.socket.write(head(body.length) + body.slice(0, 5));
  await new Promise((resolve) => setTimeout(resolve, 50));
  app.readiness.startDraining();
  const ended = closeServer(app.server, 3_000);
  for (const client of [first, second]) {
    await until(() => client.received().includes('SERVICE_UNAVAILABLE'));
    client.socket.write(body.slice(5));
    expect(await client.closed).toBeNull();
  }
  await ended;
});
