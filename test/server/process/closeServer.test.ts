import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import fastify from 'fastify';
import { closeServer } from '../../../src/server/process/closeServer.js';

async function startApp() {
  // As long as the real one waits for slow senders; these tests do not get that far.
  const app = fastify({ requestTimeout: 9_000, forceCloseConnections: 'idle' });
  app.post('/', async () => delay(100, 'done'));
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  return { app, port: typeof address === 'object' && address ? address.port : 0 };
}

describe('closing the server', () => {
  test('does not wait for a request that is never sent to its end', async () => {
    const { app, port } = await startApp();
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{');
    await once(app.server, 'request');
    const closed = once(socket, 'close');
    const startedAt = Date.now();
    await closeServer(app, 50);
    await closed;
    expect(Date.now() - startedAt).toBeLessThan(5_000);
  });

  test('lets an answer that is on its way arrive', async () => {
    const { app, port } = await startApp();
    const answer = fetch(`http://127.0.0.1:${port}/`, { method: 'POST' });
    await once(app.server, 'request');
    await closeServer(app, 3_000);
    expect(await (await answer).text()).toBe('done');
  });
});
