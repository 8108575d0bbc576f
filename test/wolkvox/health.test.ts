import { describe, expect, test } from '@jest/globals';
import type { TransportResponse } from '../../src/http/Transport.js';
import { CallFailure } from '../../src/model/CallFailure.js';
import { Fault } from '../../src/model/Fault.js';
import type { QuotaSnapshot } from '../../src/store/QuotaStore.js';
import { settle } from '../support/FakeClock.js';
import { fail, found, refused, respond } from './support/FakeTransport.js';
import { startClient, type StartedClient, Watched } from './support/startClient.js';

const page = { page: 1, limit: 20 };
const row = { wolkvox_id: '64cb0d9d5f2b8a0012345678' };

const cases = (started: StartedClient, overrides = {}) =>
  started.client.searchCases({ field: 'status', value: 'Abierto' }, page, started.call(overrides));
const contacts = (started: StartedClient) =>
  started.client.searchContacts({ field: 'email', value: 'a@example.com' }, page, started.call());
const activities = (started: StartedClient) =>
  started.client.searchActivities({ field: 'id', value: 'x' }, page, started.call());

async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Fault) return error;
  throw new Error('expected a Fault', { cause: error });
}

const causeOf = (fault: Fault): unknown => (fault.cause instanceof CallFailure ? fault.cause.details : fault.cause);

/** An answer that comes after so many milliseconds of the test's clock. */
function later(started: () => StartedClient, ms: number, answer: TransportResponse): Promise<TransportResponse> {
  return new Promise((resolve) => {
    started().clock.setTimer(() => {
      resolve(answer);
    }, ms);
  });
}

describe('a module that fails', () => {
  test('leaves the other modules of the same script alone', async () => {
    const isActivities = (body: string): boolean => body.includes('wolkvox_activities');
    const started = startClient(({ body }) => (isActivities(body) ? respond('', 500) : found([row])));
    for (let count = 0; count < 12; count += 1) await faultOf(activities(started));
    const sent = started.transport.requests.length;
    expect(causeOf(await faultOf(activities(started)))).toMatchObject({ failure: 'notCalled', cause: 'breaker' });
    expect(started.transport.requests).toHaveLength(sent);
    expect((await contacts(started)).rows).toHaveLength(1);
    expect(started.events.filter((event) => event.startsWith('breaker'))).toEqual(['breaker custom/query open']);
  });

  test('leaves writes to other modules alone', async () => {
    const started = startClient(({ body }) =>
      body.includes('"module":"companies"')
        ? respond('', 500)
        : respond({ code: 200, error: 'null', msg: 'Succesfully edit record', data: { wolkvox_id: 'x' } }),
    );
    const update = (module: string) => started.client.updateRecord(module, 'x', { a: 'b' }, [], started.call());
    for (let count = 0; count < 12; count += 1) await update('companies');
    expect(await update('companies')).toMatchObject({ kind: 'notSent', fault: { code: 'UPSTREAM_UNAVAILABLE' } });
    expect(await update('contacts')).toMatchObject({ kind: 'applied' });
  });
});

describe('the deadline of an operation', () => {
  test('is not the CRM’s illness: attempts it cuts short do not open the breaker', async () => {
    const started: StartedClient = startClient(() => later(() => started, 400, found([row])));
    const first = new Watched(cases(started));
    await started.clock.advance(400);
    expect(first.code).toBe('ok');
    started.transport.script = ({ timeoutMs }) =>
      new Promise((_resolve, reject) =>
        started.clock.setTimer(() => {
          reject(fail('timeout'));
        }, timeoutMs),
      );
    for (let count = 0; count < 20; count += 1) {
      const hurried = new Watched(cases(started, { deadlineAt: started.clock.now() + 450 }));
      await started.clock.advance(450);
      expect(hurried.code).toBe('UPSTREAM_TIMEOUT');
    }
    expect(started.events.filter((event) => event.startsWith('breaker'))).toEqual([]);
  });

  test('is respected before an attempt: without a fair chance none is made, and none is counted', async () => {
    const started: StartedClient = startClient(() => later(() => started, 400, found([row])));
    for (let count = 0; count < 3; count += 1) {
      const calm = new Watched(cases(started));
      await started.clock.advance(400);
      expect(calm.code).toBe('ok');
    }
    const hopeless = await faultOf(cases(started, { deadlineAt: started.clock.now() + 300 }));
    expect(hopeless.code).toBe('UPSTREAM_TIMEOUT');
    expect(causeOf(hopeless)).toMatchObject({ failure: 'notCalled', cause: 'deadline' });
    expect(started.transport.requests).toHaveLength(3);
    expect(started.client.quota().used).toBe(3);
  });

  test('lets a write go unsent that could not be answered in time', async () => {
    const answer = respond({ code: 200, error: 'null', msg: 'Succesfully create record', data: { wolkvox_id: 'x' } });
    const started: StartedClient = startClient(() => later(() => started, 1_000, answer));
    const write = (deadlineMs: number) =>
      started.client.createContact(
        { customFields: new Map() },
        started.call({ deadlineAt: started.clock.now() + deadlineMs }),
      );
    const first = write(10_000);
    await started.clock.advance(1_000);
    expect(await first).toMatchObject({ kind: 'applied' });
    expect(await write(500)).toMatchObject({ kind: 'notSent', fault: { code: 'UPSTREAM_TIMEOUT' } });
    expect(started.transport.requests).toHaveLength(1);
  });

  test('does not keep a CRM that was slow from being tried again', async () => {
    const started: StartedClient = startClient(() => later(() => started, 3_000, found([row])));
    const slow = new Watched(cases(started));
    await started.clock.advance(3_000);
    expect(slow.code).toBe('ok');
    await started.clock.advance(11_000);
    started.transport.script = () => found([row]);
    expect((await cases(started, { deadlineAt: started.clock.now() + 1_000 })).rows).toHaveLength(1);
  });

  test('a CRM that is silent opens the breaker all the same', async () => {
    const started: StartedClient = startClient(
      ({ timeoutMs }) =>
        new Promise((_resolve, reject) =>
          started.clock.setTimer(() => {
            reject(fail('timeout'));
          }, timeoutMs),
        ),
    );
    for (let count = 0; count < 5; count += 1) {
      const reading = new Watched(cases(started, { deadlineAt: started.clock.now() + 1_500 }));
      await started.clock.advance(1_500);
      expect(reading.code).toBe('UPSTREAM_TIMEOUT');
    }
    expect((await faultOf(cases(started))).code).toBe('UPSTREAM_UNAVAILABLE');
  });
});

describe('whoever watches', () => {
  const broken = (): never => {
    throw new Error('an observer’s own fault');
  };

  test('changes nothing by failing, not even during the breaker’s probe', async () => {
    const started = startClient(() => respond('', 500), {
      observer: { callStarted: broken, callFinished: broken, fieldUnreadable: broken, breakerChanged: broken },
    });
    for (let count = 0; count < 15; count += 1) await faultOf(cases(started));
    await started.clock.advance(1_000);
    // The probe fails, and the next one finds the CRM well.
    expect((await faultOf(cases(started))).code).toBe('UPSTREAM_UNAVAILABLE');
    started.transport.script = () => found([{ ...row, timeEstimated: 'no time' }]);
    await started.clock.advance(4_000);
    expect((await cases(started)).rows).toHaveLength(1);
    expect((await cases(started)).rows).toHaveLength(1);
  });

  test('an operation’s own count of calls may fail too', async () => {
    const started = startClient(() => found([row]));
    expect((await cases(started, { onCall: broken })).rows).toHaveLength(1);
    expect((await cases(started)).rows).toHaveLength(1);
  });
});

describe('the question for the quota', () => {
  test.each([
    ['words of a limit', refused(403, 'Daily token limit exceeded')],
    ['words of too many calls', refused(403, 'too many requests per minute', { 'retry-after': '300' })],
    ['too many calls', refused(429, 'slow down', { 'retry-after': '300' })],
    ['an overload', respond('', 503, { 'retry-after': '300' })],
  ])('that is refused with %s keeps nobody else waiting', async (_case, refusal) => {
    const started = startClient(({ path }) => (path.includes('tokenInformation') ? refusal : found([row])), {
      dailyQuota: null,
    });
    await cases(started);
    await settle();
    expect(started.transport.requests.some(({ path }) => path.includes('tokenInformation'))).toBe(true);
    expect((await cases(started)).rows).toHaveLength(1);
    const written = await started.client.createContact({ customFields: new Map() }, started.call());
    expect(written.kind).not.toBe('notSent');
  });

  test('that is answered does not make a spent day good', async () => {
    const figures = { token_limit: 100, token_use_today: 5, hours_to_restart_count: 3 };
    const started = startClient(
      ({ path }) =>
        path.includes('tokenInformation')
          ? respond({ code: '200', error: 'null', msg: '1 records were are found', data: figures })
          : refused(403, 'Daily token limit exceeded'),
      { dailyQuota: null },
    );
    expect((await faultOf(cases(started))).code).toBe('QUOTA_EXHAUSTED');
    started.client.quota();
    await settle();
    const sent = started.transport.requests.length;
    expect((await faultOf(cases(started))).code).toBe('QUOTA_EXHAUSTED');
    expect(started.transport.requests).toHaveLength(sent);
  });

  test('is asked again where the limit known is of another day', async () => {
    const figures = { token_limit: 12_000, token_use_today: 5, hours_to_restart_count: 3 };
    const lastMonth: QuotaSnapshot = {
      resetsAt: Date.UTC(2025, 11, 15),
      used: 95,
      limit: 100,
      isConfirmed: true,
      isSpent: false,
    };
    const started = startClient(
      ({ path }) =>
        path.includes('tokenInformation')
          ? respond({ code: '200', error: 'null', msg: '1 records were are found', data: figures })
          : found([row]),
      { dailyQuota: null, quotaStore: { load: () => Promise.resolve(lastMonth), save: () => Promise.resolve() } },
    );
    await started.client.ready;
    for (let count = 0; count < 120; count += 1) await cases(started);
    expect(started.client.quota()).toMatchObject({ limit: 12_000, isEstimate: false });
  });
});

describe('a refusal that reads get too', () => {
  const write = (started: StartedClient) => started.client.createContact({ customFields: new Map() }, started.call());

  test('is not about the input of a write: it has a fault, and names the setting', async () => {
    const started = startClient(() => refused(400, 'BAD REQUEST'));
    expect(causeOf(await faultOf(cases(started)))).toMatchObject({ failure: 'refused', status: 400 });
    const verdict = await write(started);
    expect(verdict).toMatchObject({ kind: 'refused', upstreamCode: '400', fault: { code: 'UPSTREAM_BAD_RESPONSE' } });
    expect('fault' in verdict && verdict.fault ? causeOf(verdict.fault) : null).toMatchObject({
      failure: 'refused',
      status: 400,
      setting: 'WOLKVOX_OPERATION',
    });
    expect(causeOf(await faultOf(cases(started)))).toMatchObject({ setting: 'WOLKVOX_OPERATION' });
  });

  test('is about the input where reads are answered', async () => {
    const started = startClient(({ path }) => (path.includes('insert') ? refused(400, 'BAD REQUEST') : found([row])));
    await cases(started);
    expect(await write(started)).toMatchObject({ kind: 'refused', fault: null });
  });

  test('is about the input where one odd read was refused by the way', async () => {
    const started = startClient((_request, nth) => (nth === 1 ? found([row]) : refused(400, 'BAD REQUEST')));
    await cases(started);
    await faultOf(cases(started));
    expect(await write(started)).toMatchObject({ kind: 'refused', fault: null });
  });
});

describe('the cause of a failure', () => {
  const html = '<!doctype html><title>Login</title>';
  test.each<readonly [string, number, string, Record<string, string>, object]>([
    ['a page of HTML', 200, html, {}, { failure: 'badResponse', cause: 'html', status: 200 }],
    ['a refusal in HTML', 403, html, {}, { failure: 'badResponse', cause: 'html', status: 403 }],
    ['an outage in HTML', 503, html, {}, { failure: 'gateway', cause: 'html', status: 503 }],
    [
      'a redirect',
      302,
      '',
      { location: 'https://login.example.com' },
      { cause: 'redirect', status: 302, setting: 'WOLKVOX_BASE_URL' },
    ],
    ['an empty body', 200, '', {}, { failure: 'badResponse', cause: 'empty', status: 200 }],
    ['a compressed body', 200, 'x', { 'content-encoding': 'gzip' }, { cause: 'compressed' }],
    ['no JSON', 200, 'PHP Fatal error', {}, { cause: 'notJson' }],
    ['JSON of another form', 200, '{"hello":1}', {}, { cause: 'form' }],
    ['a plain error', 500, '', {}, { failure: 'serverError', cause: 'status', status: 500 }],
    ['no token', 401, '', {}, { failure: 'auth', cause: 'status', status: 401, setting: 'WOLKVOX_TOKEN' }],
    [
      'words',
      403,
      '{"code":403,"error":"FORBIDDEN","msg":"Token invalid"}',
      {},
      { failure: 'auth', cause: 'text', status: 403, setting: 'WOLKVOX_TOKEN' },
    ],
    [
      'an external token',
      403,
      '{"code":403,"error":"FORBIDDEN","msg":"Este tipo de token no sirve aquí"}',
      {},
      { failure: 'auth', cause: 'externalToken', status: 403, setting: 'WOLKVOX_TOKEN' },
    ],
    [
      'the name of another tenant',
      403,
      '{"code":403,"error":"FORBIDDEN","msg":"El token no pertenece a esta operación"}',
      {},
      { failure: 'auth', cause: 'operation', status: 403, setting: 'WOLKVOX_OPERATION' },
    ],
    [
      'words under a success',
      200,
      '{"code":"400","error":"BAD REQUEST","msg":"x"}',
      {},
      { failure: 'refused', cause: 'status', status: 400 },
    ],
    [
      'no list of records',
      200,
      '{"code":"200","error":"null","data":7}',
      {},
      { failure: 'badResponse', cause: 'noRecords', status: 200 },
    ],
  ])('is told for %s', async (_case, status, body, headers, told) => {
    const started = startClient(() => respond(body, status, headers));
    const { deadlineAt } = started.call();
    const reading = new Watched(cases(started, { deadlineAt }));
    await started.clock.advance(10_000);
    expect(reading.error).toBeInstanceOf(Fault);
    expect(reading.error instanceof Fault ? causeOf(reading.error) : null).toMatchObject({
      endpoint: 'cases/queryCases',
      ...told,
    });
  });
});
