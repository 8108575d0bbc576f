import { afterEach, describe, expect, test } from '@jest/globals';
import { Refusal } from '../../../src/server/errors/Refusal.js';
import { FakeClock } from '../../support/FakeClock.js';
import { until } from '../../support/patience.js';
import { readAnswer, startTestApp, type TestApp, type TestAppOptions } from '../startTestApp.js';
import { FakeLive } from './FakeLive.js';

const keys = 'subscription { caseChanges { kind case { id } } }';
const events = { accept: 'text/event-stream' };

let app: TestApp;
let live: FakeLive;

async function start(options: TestAppOptions = {}): Promise<void> {
  live = new FakeLive();
  app = await startTestApp({ live, ...options });
}

/** Takes what a stream sends as it comes. */
class Stream {
  text = '';
  hasEnded = false;
  readonly #controller = new AbortController();

  constructor(response: Response) {
    void this.#read(response).catch(() => undefined);
  }

  static async open(query: string, headers: Readonly<Record<string, string>> = {}): Promise<Stream> {
    const response = await app.post({ query }, { ...events, ...headers });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.status).toBe(200);
    return new Stream(response);
  }

  /** Hangs up. */
  close(): void {
    this.#controller.abort();
  }

  async #read(response: Response): Promise<void> {
    const reader = response.body?.getReader();
    this.#controller.signal.addEventListener('abort', () => void reader?.cancel());
    for (;;) {
      const part = await reader?.read();
      if (part?.value === undefined) break;
      this.text += Buffer.from(part.value as Uint8Array).toString();
    }
    this.hasEnded = true;
  }
}

afterEach(async () => {
  await app.close();
});

describe('a stream of events', () => {
  test('has each change as an event, and ends with its caller', async () => {
    await start();
    const stream = await Stream.open(keys);
    await until(() => live.open === 1);
    live.tell('one');
    live.tell('two');
    await until(() => stream.text.split('event: next').length === 3);
    expect(stream.text).toContain(
      'event: next\ndata: {"data":{"caseChanges":{"kind":"UPDATED","case":{"id":"one"}}}}\n\n',
    );
    expect(stream.text.startsWith(':\n\n')).toBe(true);
    stream.close();
    await until(() => live.open === 0);
    await until(() => app.lines.some(({ msg }) => msg === 'subscription'));
    expect(app.lines.find(({ msg }) => msg === 'subscription')).toMatchObject({ transport: 'sse', events: 2 });
  });

  test('carries the request id and what every answer carries', async () => {
    await start();
    const response = await app.post({ query: keys }, { ...events, 'x-request-id': 'from-the-router' });
    expect(response.headers.get('x-request-id')).toBe('from-the-router');
    expect(response.headers.get('cache-control')).toBe('no-store');
    await response.body?.cancel();
  });

  test('is opened by GET as well, in development', async () => {
    await start();
    const response = await fetch(`${app.url}?query=${encodeURIComponent(keys)}`, { headers: events });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    await response.body?.cancel();
  });

  test.each([
    ['a query', '{ wolkvoxQuota { used } }', 406, 'BAD_REQUEST'],
    ['text that is no GraphQL', 'subscription {', 400, 'GRAPHQL_PARSE_FAILED'],
    ['a field that there is not', 'subscription { caseEvents { kind } }', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['a cursor that is none', 'subscription { caseChanges(after: "x") { kind } }', 400, 'BAD_USER_INPUT'],
  ])('is refused with JSON for %s', async (_name, query, status, code) => {
    await start();
    const answer = await readAnswer(await app.post({ query }, events));
    expect(answer.status).toBe(status);
    expect(answer.errors?.map(({ extensions }) => extensions['code'])).toEqual([code]);
    expect(live.open).toBe(0);
  });

  test('is refused beyond the bound, and while the process ends', async () => {
    await start({ environment: { MAX_SUBSCRIPTIONS: '1' } });
    await Stream.open(keys);
    const beyond = await app.post({ query: keys }, events);
    expect([beyond.status, beyond.headers.get('retry-after')]).toEqual([503, '1']);
    app.readiness.startDraining();
    await until(() => live.open === 0);
    expect((await app.post({ query: keys }, events)).status).toBe(503);
  });

  test('ends without complete when the process does, so that its caller comes back', async () => {
    await start();
    const stream = await Stream.open(keys);
    await until(() => live.open === 1);
    app.readiness.startDraining();
    await until(() => stream.hasEnded);
    expect(stream.text).not.toContain('complete');
  });

  test('asks for what a query asks for, and ends with its token', async () => {
    const clock = new FakeClock(Date.now());
    const claims = Buffer.from(JSON.stringify({ exp: clock.now() / 1_000 + 60 })).toString('base64url');
    const token = `Bearer e30.${claims}.x`;
    await start({
      clock,
      checkToken: (authorization) =>
        authorization === token
          ? Promise.resolve(new Set(['crm:read']))
          : Promise.reject(new Refusal('UNAUTHENTICATED', 401)),
    });
    expect((await app.post({ query: keys }, events)).status).toBe(401);
    const stream = await Stream.open(keys, { authorization: token });
    await until(() => live.open === 1);
    await clock.advance(61_000);
    await until(() => stream.hasEnded);
    expect(stream.text).toContain('"code":"UNAUTHENTICATED"');
    expect(stream.text.endsWith('event: complete\ndata:\n\n')).toBe(true);
    expect(live.open).toBe(0);
  });
});

describe('subscriptions that select the same', () => {
  test('are executed once, and those that do not by themselves', async () => {
    await start();
    const whole = 'subscription { caseChanges { case { description } } }';
    const other = 'subscription { caseChanges { kind case { id description } } }';
    const streams = await Promise.all([whole, whole, other].map((document) => Stream.open(document)));
    await until(() => live.open === 3);
    live.tell('one', 'as it is');
    await until(() => streams.every(({ text }) => text.includes('as it is')));
    expect(live.loads).toBe(2);
    expect(streams.map(({ text }) => text.includes('"id":"one"'))).toEqual([false, false, true]);
  });
});
