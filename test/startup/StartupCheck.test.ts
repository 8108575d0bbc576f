import { beforeEach, describe, expect, test } from '@jest/globals';
import { CallFailure } from '../../src/model/CallFailure.js';
import { Fault } from '../../src/model/Fault.js';
import { StartupCheck, type StartupFinding } from '../../src/startup/StartupCheck.js';
import type { WolkvoxClient } from '../../src/wolkvox/WolkvoxClient.js';
import { FakeClock, settle } from '../support/FakeClock.js';
import { fail, found, refused, respond } from '../wolkvox/support/FakeTransport.js';
import { startClient, type StartedClient } from '../wolkvox/support/startClient.js';

/** A row created at 12:00:00 UTC on 15 January 2026, as a tenant of this zone offset writes it. */
const createdSecond = Date.UTC(2026, 0, 15, 12) / 1_000;
function rowAt(wallTime: string, second = createdSecond) {
  return { wolkvox_id: `${second.toString(16)}00000000000000aa`, wolkvox_fecha_creacion: wallTime };
}

let remembered: number | null;
let findings: StartupFinding[];
beforeEach(() => {
  remembered = null;
  findings = [];
});

interface Started {
  readonly check: StartupCheck;
  readonly client: WolkvoxClient;
  readonly started: StartedClient;
  readonly clock: FakeClock;
}

function start(script: Parameters<typeof startClient>[0], mayCall = true): Started {
  const started = startClient(script);
  const check = new StartupCheck({
    clock: started.clock,
    mayCall,
    memory: {
      load: () => Promise.resolve(remembered),
      save: (instant) => {
        remembered = instant;
        return Promise.resolve();
      },
    },
    report: (finding) => findings.push(finding),
  });
  const client = check.watch(started.client);
  check.start();
  return { check, client, started, clock: started.clock };
}

const search = ({ client, started }: Started) =>
  client.searchCases({ field: 'status', value: 'Abierto' }, { page: 1, limit: 20 }, started.call());

describe('the check after the start', () => {
  test('makes one call where nobody reads, and tells that the CRM is well', async () => {
    const { started, clock } = start(() => found([]));
    await clock.advance(4_999);
    expect(started.transport.requests).toHaveLength(0);
    await clock.advance(100_000);
    expect(started.transport.requests.map(({ path }) => path)).toEqual(['/server/API/v2/custom/queryDates.php']);
    expect(findings).toEqual([
      { isReachable: true, token: 'internal', zone: { zone: 'unknown', offByMinutes: null }, calls: 1, fault: null },
    ]);
  });

  test('makes none where an operation reads, and learns from that', async () => {
    const running = start(() => found([]));
    await search(running);
    await running.clock.advance(100_000);
    expect(running.started.transport.requests).toHaveLength(1);
    expect(findings).toMatchObject([{ isReachable: true, token: 'internal', calls: 0 }]);
  });

  test('makes none where an operation writes', async () => {
    const answer = respond({ code: 200, error: 'null', msg: 'Succesfully create record', data: { wolkvox_id: 'x' } });
    const { client, started, clock } = start(() => answer);
    expect(await client.createContact({ customFields: new Map() }, started.call())).toMatchObject({ kind: 'applied' });
    await clock.advance(100_000);
    expect(started.transport.requests).toHaveLength(1);
    expect(findings).toMatchObject([{ isReachable: true, calls: 0 }]);
  });

  test('makes none within an hour of the last one, and one after that', async () => {
    remembered = new FakeClock().now() - 3_500_000;
    const early = start(() => found([]));
    await early.clock.advance(10_000);
    expect(early.started.transport.requests).toHaveLength(0);
    remembered = new FakeClock().now() - 3_600_001;
    const late = start(() => found([]));
    await late.clock.advance(10_000);
    expect(late.started.transport.requests).toHaveLength(1);
    expect(remembered).toBe(new FakeClock().now() + 5_000);
  });

  test('makes none where it may not, and tells of the first call that an operation makes, however late', async () => {
    const running = start(() => found([]), false);
    await running.clock.advance(60_000);
    expect(running.started.transport.requests).toHaveLength(0);
    await search(running);
    await settle();
    expect(findings).toMatchObject([{ isReachable: true, calls: 0 }]);
  });

  test('makes none while the call of an operation is under way, and tells of that', async () => {
    let answer = (): void => undefined;
    const running = start(
      () =>
        new Promise(
          (resolve) =>
            (answer = () => {
              resolve(found([]));
            }),
        ),
    );
    const reading = search(running);
    await running.clock.advance(6_000 - 3_000);
    await running.clock.advance(2_500);
    expect(running.started.transport.requests).toHaveLength(1);
    answer();
    await reading;
    await settle();
    expect(findings).toMatchObject([{ isReachable: true, calls: 0 }]);
    expect(running.started.transport.requests).toHaveLength(1);
  });

  test('makes none once the process ends', async () => {
    const { check, started, clock } = start(() => found([]));
    check.stop();
    await clock.advance(100_000);
    expect(started.transport.requests).toHaveLength(0);
    expect(findings).toEqual([]);
  });

  test.each([
    ['a refused connection', fail('unreachable', false), { isReachable: false, token: 'unknown' }],
    ['a token that is refused', refused(403, 'Token invalid'), { isReachable: true, token: 'refused' }],
    ['a page of HTML', respond('<html>', 200), { isReachable: true, token: 'unknown' }],
  ])('tells the cause of %s', async (_case, answer, told) => {
    const { clock } = start(() => answer);
    await clock.advance(60_000);
    expect(findings).toMatchObject([{ ...told, calls: 1, fault: { code: expect.any(String) as unknown } }]);
    expect(findings[0]?.fault?.cause).toBeInstanceOf(CallFailure);
  });

  test('does not take an operation’s own deadline for the CRM’s state', async () => {
    const running = start(() => found([]));
    const controller = new AbortController();
    controller.abort(new Fault('UPSTREAM_TIMEOUT'));
    await running.client
      .searchCases(
        { field: 'status', value: 'x' },
        { page: 1, limit: 1 },
        running.started.call({ signal: controller.signal }),
      )
      .catch(() => undefined);
    await settle();
    expect(findings).toEqual([]);
  });
});

describe('the zone', () => {
  async function zoneOf(wallTime: string) {
    const running = start(({ body }) => found(body.includes('status') ? [rowAt(wallTime)] : []));
    await search(running);
    await running.clock.advance(10_000);
    return findings[0]?.zone;
  }

  test('agrees where the newest row was created when its id says', async () => {
    expect(await zoneOf('2026-01-15 07:00:04')).toEqual({ zone: 'agrees', offByMinutes: null });
  });

  test('differs by an hour where the tenant is an hour further east', async () => {
    expect(await zoneOf('2026-01-15 08:00:04')).toEqual({ zone: 'differs', offByMinutes: 60 });
  });

  test('differs by quarters of an hour too', async () => {
    expect(await zoneOf('2026-01-15 06:15:00')).toEqual({ zone: 'differs', offByMinutes: -45 });
  });

  test('stays unknown where times and ids have nothing to do with each other', async () => {
    expect(await zoneOf('2026-01-15 07:08:00')).toEqual({ zone: 'unknown', offByMinutes: null });
    findings = [];
    expect(await zoneOf('2025-12-24 07:00:00')).toEqual({ zone: 'unknown', offByMinutes: null });
  });
});
