import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Fault } from '../../../src/model/Fault.js';
import { Refusal } from '../../../src/server/errors/Refusal.js';
import { FakeClock } from '../../support/FakeClock.js';
import { until } from '../../support/patience.js';
import { startTestApp, type TestApp, type TestAppOptions } from '../startTestApp.js';
import { FakeLive } from './FakeLive.js';
import { RawSocket } from './RawSocket.js';

const keys = 'subscription { caseChanges { kind case { id } } }';
const secret = 'a-secret-of-the-router';

let app: TestApp;
let live: FakeLive;
const opened: RawSocket[] = [];

async function start(options: TestAppOptions = {}): Promise<TestApp> {
  live = new FakeLive();
  app = await startTestApp({ live, ...options });
  return app;
}

async function open(headers?: Readonly<Record<string, string>>): Promise<RawSocket> {
  const socket = await RawSocket.open(app.url, headers);
  opened.push(socket);
  return socket;
}

afterEach(async () => {
  for (const socket of opened.splice(0)) socket.close();
  await app.close();
});

/** Tokens that a test makes up; what ends them stands in the middle part, as in real ones. */
const bearer = (endsAt: number, scope = 'crm:read'): string => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `Bearer ${part({ alg: 'none' })}.${part({ exp: endsAt / 1_000, scope })}.x`;
};
const scopeOf = (token: string): string => {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { scope: string };
  return claims.scope;
};
const checkToken = (authorization: string | undefined): Promise<ReadonlySet<string>> =>
  authorization?.startsWith('Bearer ') === true
    ? Promise.resolve(new Set([scopeOf(authorization)]))
    : Promise.reject(new Refusal('UNAUTHENTICATED', 401));

const codesOf = (payload: unknown): unknown[] =>
  (payload as { extensions: { code: unknown } }[]).map(({ extensions }) => extensions.code);

describe('a WebSocket', () => {
  test('carries several subscriptions, each of which ends by itself', async () => {
    await start();
    const socket = await open();
    await socket.init();
    socket.subscribe('a', keys);
    socket.subscribe('b', keys);
    await until(() => live.open === 2);
    live.tell('one');
    await until(() => socket.of('a').length === 1 && socket.of('b').length === 1);
    socket.send({ type: 'complete', id: 'a' });
    await until(() => live.open === 1);
    live.tell('two');
    await until(() => socket.of('b').length === 2);
    expect(socket.of('a')).toEqual([
      { id: 'a', type: 'next', payload: { data: { caseChanges: { kind: 'UPDATED', case: { id: 'one' } } } } },
    ]);
    socket.close();
    await until(() => live.open === 0);
    expect(app.lines.filter(({ msg }) => msg === 'subscription')).toMatchObject([
      { kind: 'subscription', transport: 'websocket', events: 1, codes: [] },
      { kind: 'subscription', transport: 'websocket', events: 2, codes: [] },
    ]);
  });

  test.each([
    ['a query', '{ wolkvoxQuota { used } }', {}, 'BAD_REQUEST'],
    ['a mutation', 'mutation { updateCase(input: { idempotencyKey: "k", id: "1" }) { outcome } }', {}, 'BAD_REQUEST'],
    ['text that is no GraphQL', 'subscription {', {}, 'GRAPHQL_PARSE_FAILED'],
    ['a field that there is not', 'subscription { caseEvents { kind } }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'more than one root field',
      'subscription { a: caseChanges { kind } b: caseChanges { kind } }',
      {},
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a cursor that is none', 'subscription { caseChanges(after: "x") { kind } }', {}, 'BAD_USER_INPUT'],
    [
      'a variable of another type',
      'subscription ($after: String) { caseChanges(after: $after) { kind } }',
      { after: 7 },
      'BAD_USER_INPUT',
    ],
    [
      'what is beyond a limit',
      `subscription { caseChanges { kind case { ${'contact { cases(filter: {}) { nodes { '.repeat(5)} id ${'} } }'.repeat(5)} } } }`,
      {},
      'OPERATION_TOO_COMPLEX',
    ],
  ])('answers %s with an error of the catalogue, and goes on', async (_name, document, variables, code) => {
    await start();
    const socket = await open();
    await socket.init();
    socket.subscribe('bad', document, variables);
    await until(() => socket.of('bad').length > 0);
    expect(socket.of('bad')).toMatchObject([{ type: 'error' }]);
    expect(codesOf(socket.of('bad')[0]?.payload)).toEqual([code]);
    socket.subscribe('good', keys);
    await until(() => live.open === 1);
    live.tell('one');
    await until(() => socket.of('good').length === 1);
  });

  test('tells of an event’s own errors in the event, without the words of what failed', async () => {
    await start();
    const socket = await open();
    await socket.init();
    socket.subscribe('a', 'subscription { caseChanges { kind case { description } } }');
    await until(() => live.open === 1);
    live.tellUnreadable('one', new Fault('UPSTREAM_TIMEOUT'));
    live.tellUnreadable('two', new Error('personal data'));
    live.tell('three', 'fine');
    await until(() => socket.of('a').length === 3);
    const [first, second, third] = socket.of('a').map(({ payload }) => payload);
    expect(first).toMatchObject({
      data: { caseChanges: { kind: 'UPDATED', case: null } },
      errors: [{ path: ['caseChanges', 'case'], extensions: { code: 'UPSTREAM_TIMEOUT', retryable: true } }],
    });
    expect(second).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
    expect(third).toEqual({ data: { caseChanges: { kind: 'UPDATED', case: { description: 'fine' } } } });
    expect(JSON.stringify([socket.messages, app.lines])).not.toContain('personal data');
  });

  test('has ten subscriptions at most, and the process as many as are set', async () => {
    await start({ environment: { MAX_SUBSCRIPTIONS: '12' } });
    const first = await open();
    await first.init();
    for (let nth = 0; nth < 11; nth += 1) first.subscribe(String(nth), keys);
    await until(() => first.messages.some(({ type }) => type === 'error'));
    expect(live.open).toBe(10);
    const second = await open();
    await second.init();
    for (let nth = 0; nth < 3; nth += 1) second.subscribe(String(nth), keys);
    await until(() => second.messages.some(({ type }) => type === 'error'));
    expect(live.open).toBe(12);
    const refused = [...first.messages, ...second.messages].filter(({ type }) => type === 'error');
    expect(refused.map(({ payload }) => codesOf(payload))).toEqual([['OVERLOADED'], ['OVERLOADED']]);
  });

  test.each([
    ['no JSON', 'x', 4400],
    ['no message of the protocol', '{"type":"start","id":"1"}', 4400],
    ['JSON that nests too deep', `{"type":"ping","payload":{"a":${'['.repeat(60)}${']'.repeat(60)}}}`, 4400],
    ['a subscription before the beginning', `{"type":"subscribe","id":"1","payload":{"query":"${keys}"}}`, 4401],
  ])('is closed for %s', async (_name, message, code) => {
    await start();
    const socket = await open();
    socket.socket.send(message);
    await until(() => socket.closeCode !== null);
    expect(socket.closeCode).toBe(code);
  });

  test('is closed with a code that clients come back after when the process ends', async () => {
    await start();
    const socket = await open();
    await socket.init();
    socket.subscribe('a', keys);
    await until(() => live.open === 1);
    app.readiness.startDraining();
    await until(() => socket.closeCode !== null);
    expect(socket.closeCode).toBe(1012);
    expect(live.open).toBe(0);
    expect((await RawSocket.refused(app.url)).status).toBe(503);
  });
});

describe('who may open a WebSocket', () => {
  const withSecret = { environment: { ROUTER_SECRET: secret } };

  test('shows the router’s secret with the upgrade or at the beginning', async () => {
    await start(withSecret);
    const byHeader = await open({ 'router-authorization': secret });
    await byHeader.init();
    const byPayload = await open();
    await byPayload.init({ 'Router-Authorization': secret });
    const byHeadersInPayload = await open();
    await byHeadersInPayload.init({ headers: { 'router-authorization': secret } });
    expect([byHeader, byPayload, byHeadersInPayload].map(({ messages }) => messages.at(-1)?.type)).toEqual(
      Array.from({ length: 3 }, () => 'connection_ack'),
    );
  });

  test('and nobody else', async () => {
    await start(withSecret);
    const { status, body } = await RawSocket.refused(app.url, { 'router-authorization': 'another one' });
    expect(status).toBe(401);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    for (const payload of [undefined, { 'router-authorization': 'another one' }]) {
      const socket = await open();
      await socket.init(payload);
      expect(socket.closeCode).toBe(4403);
    }
  });

  test('has a token that allows reading, and loses the connection with its end', async () => {
    const clock = new FakeClock(Date.now());
    await start({ checkToken, clock });
    const socket = await open();
    await socket.init({ Authorization: bearer(clock.now() + 60_000) });
    socket.subscribe('a', keys);
    await until(() => live.open === 1);
    await clock.advance(59_000);
    expect(socket.closeCode).toBeNull();
    await clock.advance(2_000);
    await until(() => socket.closeCode !== null);
    expect(socket.closeCode).toBe(4403);
    await until(() => live.open === 0);
  });

  test('is told FORBIDDEN where the token allows no reading', async () => {
    await start({ checkToken });
    const socket = await open({ authorization: bearer(Date.now() + 60_000, 'crm:write') });
    await socket.init();
    socket.subscribe('a', keys);
    await until(() => socket.of('a').length > 0);
    expect(codesOf(socket.of('a')[0]?.payload)).toEqual(['FORBIDDEN']);
    expect(live.open).toBe(0);
  });

  test('is a page of an allowed origin, or no page', async () => {
    await start({ environment: { CORS_ORIGINS: 'https://desk.example.com' } });
    await (await open({ origin: 'https://desk.example.com' })).init();
    await (await open({ origin: app.origin })).init();
    expect((await RawSocket.refused(app.url, { origin: 'https://elsewhere.example.com' })).status).toBe(403);
  });

  test('asks at the path of GraphQL', async () => {
    await start();
    expect((await RawSocket.refused(`${app.origin}/elsewhere`)).status).toBe(404);
  });

  test('finds none where subscriptions are turned off', async () => {
    live = new FakeLive();
    app = await startTestApp();
    expect((await RawSocket.refused(app.url)).status).not.toBe(101);
  });
});

describe('a consumer that does not read', () => {
  test('is told of a gap when it reads again, and is closed after half a minute', async () => {
    const clock = new FakeClock(Date.now());
    await start({ clock });
    const socket = await open();
    await socket.init();
    socket.subscribe('a', 'subscription { caseChanges { kind case { id description } } }');
    await until(() => live.open === 1);
    socket.socket.pause();
    const large = 'x'.repeat(200_000);
    for (let nth = 0; nth < 1_200; nth += 1) live.tell(`c${String(nth)}`, large);
    // The system's own buffers take some of them before anybody waits.
    for (let seconds = 0; live.open > 0 && seconds < 120; seconds += 1) {
      await clock.advance(1_000);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(live.open).toBe(0);
  });
});

describe('a request that wishes for another protocol than WebSocket', () => {
  test('is answered as if it did not', async () => {
    await start();
    const body = JSON.stringify({ query: '{ wolkvoxQuota { used } }' });
    const sent = request(app.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        connection: 'Upgrade, HTTP2-Settings',
        upgrade: 'h2c',
        'http2-settings': 'AAMAAABkAAQAoAAAAAIAAAAA',
      },
    });
    sent.end(body);
    const answer = await new Promise<string>((resolve, reject) => {
      sent.on('response', (response) => {
        void text(response).then(resolve);
      });
      sent.on('error', reject);
    });
    expect(JSON.parse(answer)).toEqual({ data: { wolkvoxQuota: { used: 0 } } });
  });

  test('and so is what comes in pieces', async () => {
    await start();
    const body = JSON.stringify({ query: '{ __typename }' });
    const socket = connect(app.port, '127.0.0.1');
    const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}\r\n\r\n`;
    socket.write(head + body.slice(0, 5));
    await new Promise((resolve) => setTimeout(resolve, 30));
    socket.write(body.slice(5));
    await new Promise((resolve) => setTimeout(resolve, 30));
    socket.end();
    expect(await text(socket)).toContain('{"data":{"__typename":"Query"}}');
  });
});
