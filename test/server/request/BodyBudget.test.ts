import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { BodyBudget } from '../../../src/server/request/BodyBudget.js';
import { startTestApp, type TestApp } from '../startTestApp.js';

describe('the budget for bodies', () => {
  test('counts what all bodies hold, and takes it back once', () => {
    const budget = new BodyBudget(100);
    const [first, second] = [budget.open(), budget.open()];
    expect(first.add(60)).toBe(true);
    expect(second.add(60)).toBe(false);
    expect(second.add(40)).toBe(true);
    expect(budget.bytes).toBe(100);
    first.close();
    first.close();
    expect(budget.bytes).toBe(40);
  });

  test('keeps a third for small bodies', () => {
    const budget = new BodyBudget(3_000_000);
    const large = budget.open();
    for (let filled = true; filled;) filled = large.add(50_000);
    expect(budget.bytes).toBe(2_000_000);
    const small = budget.open();
    expect(small.add(60_000)).toBe(true);
    expect(small.add(60_000)).toBe(false);
  });
});

describe('over HTTP', () => {
  let app: TestApp;
  const sockets: Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await app.close();
  });

  const megabyte = 1024 ** 2;

  /** Sends a large body but for its last byte, and collects what comes back. */
  function sendAllButOneByte(): { readonly received: () => string } {
    const socket = connect(app.port, '127.0.0.1');
    sockets.push(socket);
    let received = '';
    socket.on('data', (data) => (received += data.toString())).on('error', () => undefined);
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${megabyte}\r\n\r\n`,
    );
    socket.write(Buffer.alloc(megabyte - 1, ' '));
    return { received: () => received };
  }

  test('large bodies that stay unfinished are refused once the budget is spent, and small requests are not', async () => {
    app = await startTestApp({ environment: { MAX_BODY_BYTES: '1mb,1mb' } });
    const senders = Array.from({ length: 30 }, sendAllButOneByte);
    const refused = () => senders.filter(({ received }) => received().startsWith('HTTP/1.1 503'));
    while (refused().length < 26) await new Promise((resolve) => setTimeout(resolve, 10));
    for (const { received } of refused()) expect(received()).toMatch(/retry-after: \d[\s\S]*"code":"OVERLOADED"/i);
    expect(await app.query('{ __typename }')).toMatchObject({ status: 200 });
    expect(refused()).toHaveLength(26);
  });

  test('there is room again when the senders are gone', async () => {
    app = await startTestApp({ environment: { MAX_BODY_BYTES: '1mb,1mb' } });
    const senders = Array.from({ length: 10 }, sendAllButOneByte);
    while (!senders.some(({ received }) => received().startsWith('HTTP/1.1 503'))) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (const socket of sockets.splice(0)) socket.destroy();
    const large = { query: '{ __typename }', variables: { filler: 'x'.repeat(megabyte - 100) } };
    let status = 503;
    while (status === 503) status = (await app.post(large)).status;
    expect(status).toBe(200);
  });
});
