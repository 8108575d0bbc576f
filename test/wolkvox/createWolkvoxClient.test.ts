import { getEventListeners } from 'node:events';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { TransportFailure } from '../../src/http/Transport.js';
import type { TransportResponse } from '../../src/http/Transport.js';
import type { CaseRecord } from '../../src/model/CaseRecord.js';
import { Fault } from '../../src/model/Fault.js';
import type { QuotaSnapshot } from '../../src/store/QuotaStore.js';
import type { RecordPage } from '../../src/wolkvox/WolkvoxClient.js';
import { settle } from '../support/FakeClock.js';
import { fail, found, refused, respond } from './support/FakeTransport.js';
import { startClient, Watched } from './support/startClient.js';
import type { StartedClient } from './support/startClient.js';
import { propertyRuns } from '../support/propertyRuns.js';

const id = '64cb0d9d5f2b8a0012345678';
const page = { page: 1, limit: 20 };
const row = { wolkvox_id: id };

function search(
  started: StartedClient,
  overrides: Parameters<StartedClient['call']>[0] = {},
): Promise<RecordPage<CaseRecord>> {
  return started.client.searchCases({ field: 'status', value: 'Abierto' }, page, started.call(overrides));
}

async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Fault) return error;
  throw new Error('expected a Fault', { cause: error });
}

describe('a search', () => {
  test('sends the tenant, the field in the vendor’s spelling, the value, limit and page, and the token in its header', async () => {
    const { client, transport, call, called } = startClient(() => found([row]));
    await client.searchCases({ field: 'contactId', value: 'abc' }, { page: 3, limit: 17 }, call());
    expect(transport.requests[0]).toMatchObject({
      path: '/server/API/v2/cases/queryCases.php',
      headers: { 'content-type': 'application/json', 'wolkvox-token': 'secret-token' },
      timeoutMs: 4_000,
    });
    expect(transport.bodies).toEqual([
      { operation: 'demo', field: 'contact wolkvox id', value: 'abc', limit: 17, page: 3 },
    ]);
    expect(called).toEqual(['cases/queryCases']);
  });

  test('spells the same id differently for each endpoint (rows 11 and 12)', async () => {
    const { client, transport, call } = startClient(() => found([]));
    const wanted = { field: 'id', value: id } as const;
    await client.searchCases(wanted, page, call());
    await client.searchContacts(wanted, page, call());
    await client.searchCompanies(wanted, page, call());
    await client.searchActivities(wanted, page, call());
    await client.searchGestiones(wanted, page, call());
    const paths = transport.requests.map(({ path }) => path.replace('/server/API/v2/', ''));
    expect(paths).toEqual([
      'cases/queryCases.php',
      'custom/query.php',
      'custom/query.php',
      'custom/query.php',
      'collections/queryGestion.php',
    ]);
    expect(
      transport.bodies.map((body) => body as Record<string, unknown>).map(({ module, field }) => [module, field]),
    ).toEqual([
      [undefined, 'wolkvox-id'],
      ['contacts', 'wolkvox_id'],
      ['companies', 'wolkvox_id'],
      ['wolkvox_activities', 'wolkvox_id'],
      [undefined, 'wolkvox_id'],
    ]);
  });

  test('for records of a span of time sends it to the minute on the tenant’s clock', async () => {
    const { client, transport, call } = startClient(() => respond([row]));
    const range = { from: new Date('2024-05-21T05:00:00Z'), to: new Date('2024-05-22T04:59:00Z') };
    const cases = await client.listCasesCreatedBetween(range, page, call());
    await client.listContactsCreatedBetween(range, page, call());
    expect(cases.rows.map((record) => record?.id)).toEqual([id]);
    expect(transport.bodies[0]).toEqual({
      operation: 'demo',
      module: 'cases',
      date: true,
      from: '2024-05-21 00:00',
      to: '2024-05-21 23:59',
      limit: 20,
      page: 1,
    });
    expect(transport.bodies[1]).toMatchObject({ module: 'contacts' });
  });

  test('gives the rows in their places, the total and what it cost', async () => {
    const started = startClient(() =>
      found([row, { wolkvox_id: '' }, { wolkvox_id: 'b', reOpened: 'eh' }], { 'Total records': 41 }),
    );
    expect(await search(started)).toMatchObject({
      rows: [{ id }, null, { id: 'b', isReopened: null }],
      totalRecords: 41,
      isOverfull: false,
      calls: 1,
      fetchedAt: new Date(started.clock.now()),
    });
  });

  test('without results is an empty page', async () => {
    const started = startClient(() =>
      respond({ code: '200', error: 'null', msg: '0 records were are found', data: [] }),
    );
    expect(await search(started)).toMatchObject({ rows: [], totalRecords: null });
    started.transport.script = () => refused(404, '0 records were are found');
    expect(await search(started)).toMatchObject({ rows: [], totalRecords: null });
  });

  test('that promises records and brings none is a bad response', async () => {
    const started = startClient(() => respond({ code: '200', msg: '7 records were are found' }));
    expect((await faultOf(search(started))).code).toBe('UPSTREAM_BAD_RESPONSE');
  });

  test('by id that brings only other records is a bad response; one among others is fine, none is none', async () => {
    const { client, transport, call } = startClient(() => found([{ wolkvox_id: 'other' }, null]));
    const wanted = { field: 'id', value: id } as const;
    expect((await faultOf(client.searchContacts(wanted, page, call()))).code).toBe('UPSTREAM_BAD_RESPONSE');
    // It may have been the answer to another request on the same connection.
    expect(transport.renewals).toBe(1);
    transport.script = () => found([{ wolkvox_id: 'other' }, { wolkvox_id: id.toUpperCase() }]);
    expect((await client.searchContacts(wanted, page, call())).rows).toHaveLength(2);
    transport.script = () => found([]);
    expect((await client.searchContacts(wanted, page, call())).rows).toEqual([]);
    transport.script = () => found([{ wolkvox_id: 'other' }]);
    expect((await client.searchContacts({ field: 'email', value: 'a@example.com' }, page, call())).rows).toHaveLength(
      1,
    );
  });

  test('tells of an unreadable field once an hour', async () => {
    const started = startClient(() =>
      found([
        { wolkvox_id: 'a', closeDate: 'soon' },
        { wolkvox_id: 'b', closeDate: 'later' },
      ]),
    );
    const told = () => started.events.filter((event) => event.startsWith('unreadable'));
    await search(started);
    await search(started);
    expect(told()).toEqual(['unreadable cases/queryCases closeDate']);
    await started.clock.advance(3_600_000);
    await search(started);
    expect(told()).toHaveLength(2);
  });

  test('notices a field that nobody reads by one whole row of each page, another one each time', async () => {
    const started = startClient(() =>
      found([{ wolkvox_id: 'a' }, { wolkvox_id: 'b' }, { wolkvox_id: 'c', closeDate: 'soon' }, null]),
    );
    for (let page = 0; page < 4; page += 1) await search(started);
    expect(started.events).toContain('unreadable cases/queryCases closeDate');
  });

  test('tells the observer how each attempt went', async () => {
    const started = startClient((_request, nth) => (nth === 1 ? fail('broken') : found([])));
    const reading = search(started);
    await started.clock.advance(1_000);
    await reading;
    expect(started.events).toEqual([
      'started cases/queryCases 1',
      'finished cases/queryCases 1 broken 0',
      'started cases/queryCases 2',
      'finished cases/queryCases 2 answered 0',
    ]);
  });
});

describe('a read that fails', () => {
  const html = '<html></html>';
  test.each<[string, TransportResponse | TransportFailure, number]>([
    ['UPSTREAM_UNAVAILABLE', fail('unreachable', false), 1],
    ['UPSTREAM_UNAVAILABLE', fail('broken'), 2],
    ['UPSTREAM_TIMEOUT', fail('timeout'), 1],
    ['UPSTREAM_BAD_RESPONSE', fail('tooLarge'), 1],
    ['UPSTREAM_UNAVAILABLE', respond('', 500), 1],
    ['UPSTREAM_UNAVAILABLE', respond('', 503), 3],
    ['UPSTREAM_BAD_RESPONSE', respond(html, 502), 3],
    ['UPSTREAM_BAD_RESPONSE', respond(html, 200), 1],
    ['UPSTREAM_BAD_RESPONSE', respond('', 301, { location: 'https://elsewhere.example.com' }), 1],
    ['UPSTREAM_AUTH_FAILED', refused(401, 'no'), 1],
    ['UPSTREAM_AUTH_FAILED', refused(403, 'Token inválido'), 1],
    ['UPSTREAM_UNAVAILABLE', refused(403, 'mantenimiento'), 1],
    ['UPSTREAM_RATE_LIMITED', refused(403, 'simultaneous requests'), 3],
    ['UPSTREAM_RATE_LIMITED', refused(429, 'slow down'), 3],
    ['QUOTA_EXHAUSTED', refused(403, 'token limit exceeded'), 1],
    ['UPSTREAM_BAD_RESPONSE', refused(400, 'no'), 1],
  ])('ends with %s', async (code, answer, attempts) => {
    const started = startClient(() => answer);
    const reading = new Watched(search(started));
    await started.clock.advance(10_000);
    expect(reading.code).toBe(code);
    expect(started.transport.requests).toHaveLength(attempts);
    expect(started.called).toHaveLength(attempts);
  });

  test('and then does not, answers, and says what it cost', async () => {
    for (const failure of [fail('broken'), respond('', 503), refused(429, 'x'), refused(403, 'simultáneas')]) {
      const started = startClient((_request, nth) => (nth === 1 ? failure : found([row])));
      const reading = new Watched(search(started));
      await started.clock.advance(5_000);
      expect(reading.value).toMatchObject({ calls: 2, rows: [{ id }] });
    }
  });

  test('repeats nothing of what the CRM said, and names neither host nor token', async () => {
    const started = startClient(() => refused(403, 'Token secret-token of marta@example.com at crm0001 is invalid'));
    const fault = await faultOf(search(started));
    const told = `${fault.message} ${JSON.stringify(fault)} ${(fault.cause as Error).message}`;
    expect(told).not.toMatch(/secret|marta|crm0001/);
    expect(told).toContain('cases/queryCases: auth');
  });

  test('is not tried again past the deadline', async () => {
    const started = startClient(() => respond('', 503, { 'retry-after': '9' }));
    const reading = new Watched(search(started, { deadlineAt: started.clock.now() + 8_000 }));
    await settle();
    expect(reading.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(started.transport.requests).toHaveLength(1);
    expect(started.clock.pendingTimers).toBe(0);
  });

  test('says when to come back', async () => {
    const started = startClient(() => refused(429, 'x', { 'retry-after': '20' }));
    expect(await faultOf(search(started))).toMatchObject({ code: 'UPSTREAM_RATE_LIMITED', retryAfterMs: 20_000 });
    expect(await faultOf(search(started))).toMatchObject({ code: 'UPSTREAM_RATE_LIMITED', retryAfterMs: 20_000 });
    expect(started.transport.requests).toHaveLength(1);
  });

  test('while nobody waits any more is not tried again', async () => {
    const controller = new AbortController();
    const started = startClient(() => {
      controller.abort();
      return fail('broken');
    });
    expect((await faultOf(search(started, { signal: controller.signal }))).code).toBe('UPSTREAM_UNAVAILABLE');
    expect(started.transport.requests).toHaveLength(1);
    expect((await faultOf(search(started, { signal: controller.signal }))).code).toBe('UPSTREAM_TIMEOUT');
  });

  test('with something that is no failure of the transport still ends with a fault', async () => {
    const started = startClient(() => Promise.reject(new Error('boom')));
    const reading = new Watched(search(started));
    await started.clock.advance(5_000);
    expect(reading.code).toBe('UPSTREAM_UNAVAILABLE');
  });
});

describe('the deadline', () => {
  test('bounds every attempt', async () => {
    const started = startClient(() => found([]));
    await search(started, { deadlineAt: started.clock.now() + 700 });
    expect(started.transport.requests[0]?.timeoutMs).toBe(700);
  });

  test('that has passed spends no call', async () => {
    const started = startClient(() => found([]));
    expect((await faultOf(search(started, { deadlineAt: started.clock.now() }))).code).toBe('UPSTREAM_TIMEOUT');
    expect(started.transport.requests).toHaveLength(0);
    expect(started.client.quota().used).toBe(0);
  });

  test('ends the wait for a turn, and leaves nothing behind', async () => {
    const never = new Promise<TransportResponse>(() => undefined);
    const started = startClient(() => never);
    const controller = new AbortController();
    const readings = [1, 2, 3].map(() => new Watched(search(started, { signal: controller.signal })));
    await started.clock.advance(10_000);
    expect(readings.map(({ code }) => code)).toEqual(['waiting', 'waiting', 'UPSTREAM_TIMEOUT']);
    expect(started.transport.requests).toHaveLength(2);
    // The transport's own clock ends the two that were sent.
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });
});

describe('the number of calls in flight', () => {
  test('reaches the setting and never exceeds it, retries and writes included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 8, maxLength: 30 }),
        async (concurrency, kinds) => {
          const started = startClient(
            (_request, nth) =>
              new Promise((resolve, reject) => {
                started.clock.setTimer(() => {
                  const kind = kinds[nth % kinds.length] ?? 0;
                  if (kind === 0) reject(fail('broken'));
                  else resolve(kind === 1 ? refused(429, 'x') : kind === 2 ? respond('', 503) : found([row]));
                }, 100);
              }),
            { concurrency },
          );
          const readings = kinds.map((kind) =>
            kind === 5
              ? new Watched(started.client.createContact({ customFields: new Map() }, started.call()))
              : new Watched(search(started)),
          );
          await started.clock.advance(30_000);
          expect(readings.filter(({ code }) => code === 'waiting')).toHaveLength(0);
          expect(readings.filter(({ code }) => code === 'not a fault')).toHaveLength(0);
          expect(started.transport.maxInFlight).toBe(concurrency);
          expect(started.clock.pendingTimers).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: propertyRuns(30) },
    );
  });
});

describe('an outage', () => {
  async function operate(started: StartedClient, count: number, everyMs: number): Promise<readonly string[]> {
    const readings: Watched<unknown>[] = [];
    for (let done = 0; done < count; done += 1) {
      readings.push(new Watched(search(started)));
      await started.clock.advance(everyMs);
    }
    await started.clock.advance(10_000);
    return readings.map(({ code }) => code);
  }

  test('of ten seconds costs a fraction of an attempt for each request, and refusals come at once', async () => {
    const started = startClient(() => respond('', 503));
    const codes = await operate(started, 200, 50);
    expect(new Set(codes)).toEqual(new Set(['UPSTREAM_UNAVAILABLE']));
    expect(started.transport.requests.length).toBeLessThan(30);
    const refusal = new Watched(search(started));
    const sent = started.transport.requests.length;
    await settle();
    await settle();
    expect(refusal.code).toBe('UPSTREAM_UNAVAILABLE');
    expect(started.transport.requests.length - sent).toBeLessThanOrEqual(1);
  });

  test('is over within five seconds of its end', async () => {
    const started = startClient(() => respond('', 500));
    await operate(started, 100, 100);
    started.transport.script = () => found([row]);
    const healedAt = started.clock.now();
    for (;;) {
      const reading = new Watched(search(started));
      await started.clock.advance(100);
      if (reading.code === 'ok') break;
      expect(reading.error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    }
    expect(started.clock.now() - healedAt).toBeLessThanOrEqual(5_000);
    expect(started.events.filter((event) => event.startsWith('breaker'))).toEqual([
      'breaker cases/queryCases open',
      'breaker cases/queryCases closed',
    ]);
  });

  test('of one endpoint leaves the others alone', async () => {
    const started = startClient((request) => (request.path.includes('queryCases') ? respond('', 500) : found([])));
    await operate(started, 20, 10);
    expect((await faultOf(search(started))).code).toBe('UPSTREAM_UNAVAILABLE');
    const contacts = await started.client.searchContacts(
      { field: 'email', value: 'a@example.com' },
      page,
      started.call(),
    );
    expect(contacts.rows).toEqual([]);
  });

  test('in which every answer is a retryable failure keeps retries to a tenth', async () => {
    // Answers alternate, so that the breaker stays closed and only the budget holds back.
    const started = startClient((_request, nth) => (nth % 3 === 0 ? respond('', 503) : found([])));
    await operate(started, 600, 15);
    expect(started.transport.requests.length).toBeLessThanOrEqual(660);
  });
});

describe('an overload that the CRM reports', () => {
  test('pauses every call to the host, of every endpoint', async () => {
    const started = startClient((_request, nth) => (nth === 1 ? refused(403, 'simultaneous requests') : found([])));
    const first = new Watched(search(started));
    await settle();
    const second = new Watched(started.client.searchContacts({ field: 'id', value: 'x' }, page, started.call()));
    await started.clock.advance(240);
    expect(started.transport.requests).toHaveLength(1);
    await started.clock.advance(400);
    expect([first.code, second.code]).toEqual(['ok', 'ok']);
  });
});

describe('the day’s quota', () => {
  test('of 30 with a reserve of a tenth lets reads make exactly 27 calls, and writes the rest', async () => {
    const started = startClient(() => found([row]), { dailyQuota: 30 });
    const readings = Array.from({ length: 40 }, () => new Watched(search(started)));
    await started.clock.advance(1_000);
    expect(readings.filter(({ code }) => code === 'ok')).toHaveLength(27);
    expect(readings.filter(({ code }) => code === 'QUOTA_EXHAUSTED')).toHaveLength(13);
    expect(started.transport.requests).toHaveLength(27);
    expect(await faultOf(search(started))).toMatchObject({ resetsAt: new Date('2026-01-16T05:00:00Z') });
    started.transport.script = () => respond({ code: 200, error: 'null', data: { wolkvox_id: id } });
    for (let count = 0; count < 3; count += 1) {
      expect(await started.client.createContact({ customFields: new Map() }, started.call())).toMatchObject({
        kind: 'applied',
      });
    }
    expect(await started.client.createContact({ customFields: new Map() }, started.call())).toMatchObject({
      kind: 'notSent',
      fault: { code: 'QUOTA_EXHAUSTED' },
    });
  });

  test('that the CRM calls spent is asked about once a minute', async () => {
    const started = startClient(() => refused(403, 'Token limit exceeded'));
    for (let count = 0; count < 600; count += 1) {
      expect(await faultOf(search(started))).toMatchObject({ code: 'QUOTA_EXHAUSTED' });
      await started.clock.advance(1_000);
    }
    expect(started.transport.requests).toHaveLength(10);
  });

  test('goes on from the count of an earlier process once the client is ready', async () => {
    let tell = (_saved: QuotaSnapshot): void => undefined;
    const saved = new Promise<QuotaSnapshot>((resolve) => (tell = resolve));
    const quotaStore = { load: () => saved, save: () => Promise.resolve() };
    const { client, clock } = startClient(() => found([row]), { dailyQuota: 30, quotaStore });
    expect(client.quota().used).toBe(0);
    const resetsAt = clock.now() + 3_600_000;
    tell({ resetsAt, used: 27, limit: null, isConfirmed: false, isSpent: false });
    await client.ready;
    expect(client.quota()).toMatchObject({ used: 27, remaining: 3 });
  });

  test('does not count what was never sent', async () => {
    const started = startClient(() => fail('unreachable', false));
    await faultOf(search(started));
    expect(started.client.quota().used).toBe(0);
  });

  test('that nobody configured is asked for once, in the background', async () => {
    const figures = {
      token_limit: 4_800,
      token_use_today: 23,
      available_consumition_options: 4_777,
      hours_to_restart_count: 14,
    };
    const started = startClient(
      (request) =>
        request.path.includes('tokenInformation')
          ? respond({ code: '200', error: 'null', msg: '1 records were are found', data: figures })
          : found([row]),
      { dailyQuota: null },
    );
    expect(started.client.quota()).toMatchObject({ limit: null, isEstimate: true });
    await started.clock.advance(10);
    await search(started);
    expect(started.transport.requests.map(({ path }) => path)).toEqual([
      '/server/API/v2/token/tokenInformation.php?operation=demo',
      '/server/API/v2/cases/queryCases.php',
    ]);
    // 23 before asking, as the vendor's sample with 0 used shows, and a call each for asking and for the search.
    expect(started.client.quota()).toMatchObject({ limit: 4_800, used: 25, isEstimate: false, reservedForWrites: 480 });
    expect(started.called).toEqual(['cases/queryCases']);
  });

  test('does not count twice what went out between the thought of asking and the question', async () => {
    let searches = 0;
    const started = startClient(
      ({ path }) => {
        if (!path.includes('tokenInformation')) {
          searches += 1;
          return found([row]);
        }
        const data = { token_limit: 4_800, token_use_today: searches, hours_to_restart_count: 14 };
        return respond({ code: '200', error: 'null', msg: '1 records were are found', data });
      },
      { dailyQuota: null },
    );
    await settle();
    started.client.quota();
    await Promise.all([search(started), search(started)]);
    await started.clock.advance(10);
    expect(started.transport.requests).toHaveLength(3);
    expect(started.client.quota()).toMatchObject({ limit: 4_800, used: 3, isEstimate: false });
  });

  test('stays unknown when the CRM does not tell, and nobody waits for it', async () => {
    const started = startClient(
      (request) => (request.path.includes('tokenInformation') ? refused(403, 'FORBIDDEN') : found([])),
      {
        dailyQuota: null,
      },
    );
    for (let count = 0; count < 5; count += 1) {
      await search(started);
      await settle();
    }
    expect(started.transport.requests).toHaveLength(6);
    expect(started.client.quota()).toMatchObject({ limit: null, remaining: null, isEstimate: true });
  });
});
