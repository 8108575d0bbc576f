import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../../support/patience.js';
import { LiveTenant, type Watcher } from './LiveTenant.js';

let tenant: LiveTenant;

beforeAll(async () => {
  tenant = await LiveTenant.start();
});

afterEach(async () => {
  tenant.emulator.clearFaults();
  await tenant.endAll();
});

afterAll(async () => {
  await tenant.stop();
});

const kindsAndIds = ({ changes }: Watcher): string[] =>
  changes.map((change) => `${change.kind} ${change.case?.id ?? ''}`);
const untilTold = (watcher: Watcher, count: number): Promise<void> => until(() => watcher.changes.length >= count);

describe.each(['watchBySocket', 'watchByEvents'] as const)('a subscriber, by %s,', (watchBy) => {
  test('is told of what is written here and of what others create, each once and as it is', async () => {
    const [id = ''] = tenant.caseIds;
    const watcher = tenant[watchBy]();
    await tenant.untilOpen(1);
    await tenant.updateHere(id, 'written here');
    await untilTold(watcher, 1);
    const created = await tenant.createByOthers();
    await untilTold(watcher, 2);
    await tenant.updateHere(created, 'written here too');
    await untilTold(watcher, 3);
    expect(kindsAndIds(watcher)).toEqual([`UPDATED ${id}`, `CREATED ${created}`, `UPDATED ${created}`]);
    expect(watcher.changes.map((change) => change.case?.description)).toEqual([
      'written here',
      'by others',
      'written here too',
    ]);
    expect(watcher.errors).toEqual([]);
  });

  test('is told of what others change in the cases that it names, and of no other case', async () => {
    const [id = '', other = ''] = tenant.caseIds;
    const before = tenant.reads(id);
    const watcher = tenant[watchBy]({ filter: { id: { in: [id] } } });
    // The first read tells how the case was when the subscription began.
    await until(() => tenant.reads(id) > before);
    await tenant.untilOpen(1);
    await tenant.updateByOthers(id, 'one');
    await untilTold(watcher, 1);
    await tenant.updateHere(other, 'not this one');
    await tenant.updateHere(id, 'two');
    await untilTold(watcher, 2);
    expect(kindsAndIds(watcher)).toEqual([`UPDATED ${id}`, `UPDATED ${id}`]);
    expect(watcher.changes.map((change) => change.case?.description)).toEqual(['one', 'two']);
  });

  test('is told of what matches its filter only, whatever the filter', async () => {
    const watcher = tenant[watchBy]({ filter: { conditions: ['CLOSED'] } });
    const open = tenant[watchBy]({ filter: { condition: 'OPEN' } });
    await tenant.untilOpen(2);
    const created = await tenant.createByOthers();
    await untilTold(open, 1);
    expect(kindsAndIds(open)).toEqual([`CREATED ${created}`]);
    expect(watcher.changes).toEqual([]);
  });

  test('goes on behind its cursor and has missed nothing', async () => {
    const [id = ''] = tenant.caseIds;
    const first = tenant[watchBy]();
    await tenant.untilOpen(1);
    await tenant.updateHere(id, 'seen');
    await untilTold(first, 1);
    const after = first.changes[0]?.cursor ?? '';
    first.end();
    await tenant.updateHere(id, 'missed');
    const created = await tenant.createByOthers();
    const second = tenant[watchBy]({ after });
    await untilTold(second, 2);
    expect(kindsAndIds(second)).toEqual([`UPDATED ${id}`, `CREATED ${created}`]);
  });
});

describe('subscribers', () => {
  test('cost the polls of one, however many they are, and none when they have left', async () => {
    const watchers = Array.from({ length: 40 }, (_, index) =>
      index % 2 === 0 ? tenant.watchBySocket() : tenant.watchByEvents({ filter: { condition: 'OPEN' } }),
    );
    await tenant.untilOpen(40);
    const before = tenant.polls();
    const created = await tenant.createByOthers();
    await Promise.all(watchers.map((watcher) => untilTold(watcher, 1)));
    expect(watchers.map(kindsAndIds)).toEqual(watchers.map(() => [`CREATED ${created}`]));
    const elapsed = tenant.emulator
      .journal()
      .filter(({ endpoint }) => endpoint === 'custom/queryDates')
      .slice(before);
    // One look at a time, never one for each.
    expect(elapsed.length).toBeLessThan(20);
    for (const watcher of watchers) watcher.end();
    await tenant.untilOpen(0);
    const left = tenant.polls();
    const { body } = await tenant.subgraph.query('{ wolkvoxQuota { liveIntervalMs } }');
    expect(body).toEqual({ data: { wolkvoxQuota: { liveIntervalMs: 200 } } });
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(tenant.polls()).toBeLessThanOrEqual(left + 1);
  });

  test('are told of a gap, once, when the CRM cannot be asked, and of what they missed when it can', async () => {
    const watcher = tenant.watchBySocket();
    await tenant.untilOpen(1);
    tenant.emulator.setFaults([
      { match: { endpoint: 'custom/queryDates' }, fault: { type: 'html', status: 500 }, times: null },
    ]);
    await untilTold(watcher, 1);
    const created = await tenant.createByOthers();
    tenant.emulator.clearFaults();
    await untilTold(watcher, 2);
    expect(kindsAndIds(watcher)).toEqual(['GAP ', `CREATED ${created}`]);
  });

  test('read what they are told of, however fresh what was remembered', async () => {
    const filter = '{ status: { eq: "Abierto" }, createdAt: { gte: "2026-01-01T00:00:00Z" } }';
    const list = `{ cases(filter: ${filter}, first: 50, order: NEWEST_FIRST) { nodes { id } } }`;
    const watcher = tenant.watchBySocket();
    await tenant.untilOpen(1);
    await tenant.subgraph.query(list);
    const created = await tenant.createByOthers();
    await untilTold(watcher, 1);
    const { body } = await tenant.subgraph.query(list);
    expect(JSON.stringify(body)).toContain(created);
  });
});
