import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { type Emulator, type FaultRule, startEmulator } from 'wolkvox-emulator';
import { CaseClient } from '../e2e/writes/CaseClient.js';
import { describeWith } from '../support/describeWith.js';
import { oneCase } from '../support/FaultedSubgraph.js';
import { until } from '../support/patience.js';
import { startSubgraph, type StartOptions, type Subgraph } from '../support/startSubgraph.js';
import { Prometheus } from './Prometheus.js';

const ruleFile = new URL('../../deploy/prometheus/alerts.yml', import.meta.url).pathname;

/** The same rules for a day that lasts seconds: every window and waiting time is cut short, nothing else. */
function hastened(text: string): string {
  const file = parse(text) as { groups: { rules: { expr: string; for?: string }[] }[] };
  for (const rule of file.groups.flatMap(({ rules }) => rules)) {
    rule.expr = rule.expr.replace(/\[\d+[mh]\]/g, '[12s]');
    if (rule.for !== undefined) rule.for = '1s';
  }
  return stringify(file);
}

interface Watched {
  readonly emulator: Emulator;
  readonly subgraph: Subgraph;
  readonly target: string;
}

/** A quota that no pace of a test can spend within a day. */
const plenty = { WOLKVOX_DAILY_QUOTA: '100000000' };

async function watched(settings: Readonly<Record<string, string>>, options: StartOptions = {}): Promise<Watched> {
  const emulator = await startEmulator({ settings: { dailyQuota: null } });
  const subgraph = await startSubgraph(emulator, { ...plenty, ...settings }, options);
  return { emulator, subgraph, target: new URL(subgraph.origin).host };
}

const ask = ({ emulator, subgraph }: Watched): Promise<unknown> => {
  const id = emulator.records('cases')[0]?.['wolkvox_id'];
  return subgraph.query(oneCase, { id });
};

describeWith('promtool', 'the alert rules', () => {
  test('are accepted by promtool', () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', ruleFile], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/SUCCESS: \d+ rules found/);
  });
});

describeWith('prometheus', 'the alerts, watched by a real Prometheus', () => {
  const processes = new Map<string, Watched>();
  const asking: { readonly stop: () => Promise<void> }[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
  const wrongProfile = join(folder, 'profile.json');
  writeFileSync(wrongProfile, JSON.stringify({ rowOrder: 'newestFirst' }));
  let prometheus: Prometheus;

  const of = (name: string): Watched => {
    const found = processes.get(name);
    if (!found) throw new Error(`no process is called ${name}`);
    return found;
  };
  /** Starts a process under a name, and whatever makes it ill. */
  const start = async (
    name: string,
    process: Promise<Watched>,
    faults: readonly FaultRule[] = [],
  ): Promise<Watched> => {
    const ready = await process;
    ready.emulator.setFaults(faults);
    processes.set(name, ready);
    return ready;
  };
  const firesFor = (name: string, alert: string): Promise<void> =>
    until(async () => (await prometheus.firing(of(name).target)).has(alert), 250);

  // Every process is watched at once: the alerts take their time to fire, and need not wait for each other.
  beforeAll(async () => {
    await start('healthy', watched({}));
    const unreachable = await start('unreachable', watched({}), [{ times: null, fault: { type: 'refuse' } }]);
    const refused = await start('refused', watched({}), [
      { times: null, fault: { type: 'refusal', kind: 'badToken' } },
    ]);
    const thrifty = await start('thrifty', watched({ WOLKVOX_DAILY_QUOTA: '40' }));
    const hasty = await start('hasty', watched({ WOLKVOX_DAILY_QUOTA: '5000' }));
    const full = await start('full', watched({ MAX_IN_FLIGHT: '1' }), [
      { times: null, fault: { type: 'delay', ms: 1_000 } },
    ]);
    const shortDeadline = { OPERATION_DEADLINE_MS: '1000', WOLKVOX_ATTEMPT_TIMEOUT_MS: '500' };
    await start('unsettled', watched(shortDeadline), [{ times: null, fault: { type: 'blackHole' } }]);
    await start('readOnly', watched({ DATA_DIR: '/proc/subgraph' }));
    await start('misjudged', watched({ TENANT_PROFILE: wrongProfile }));
    await start('alone', watched({ REDIS_URL: 'redis://127.0.0.1:1' }));
    const unread = await start('unread', watched({ LOG_LEVEL: 'trace' }, { isUnread: true }));
    const targets = [...processes.values()].map(({ target }) => target);
    prometheus = await Prometheus.start(hastened(readFileSync(ruleFile, 'utf8')), targets);
    asking.push(
      ...[unreachable, unreachable, unreachable, refused, hasty, thrifty, full, full, full].map((target) =>
        keepAsking(target),
      ),
      // So many lines that what waits for a reader is soon full.
      keepAsking(unread, () => Promise.all(Array.from({ length: 60 }, () => unread.subgraph.query('{ __typename }')))),
    );
  });

  afterAll(async () => {
    await Promise.all(asking.map((each) => each.stop()));
    await prometheus.stop();
    for (const { emulator, subgraph } of processes.values()) {
      await subgraph.stop('SIGKILL');
      await emulator.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  test('are silent while reads and writes go well', async () => {
    const healthy = of('healthy');
    const client = new CaseClient(healthy.emulator);
    for (let nth = 0; nth < 12; nth += 1) {
      await ask(healthy);
      expect(await client.create(healthy.subgraph, `alert ${String(nth)}`)).toMatchObject({ outcome: 'APPLIED' });
      await delay(500);
    }
    const alerts = await prometheus.alerts();
    expect(alerts.filter(({ labels }) => labels['instance'] === healthy.target)).toEqual([]);
  });

  test('tell that a write stays unknown', async () => {
    const { emulator, subgraph } = of('unsettled');
    expect(await new CaseClient(emulator).create(subgraph, 'lost')).toMatchObject({ outcome: 'UNKNOWN' });
    await firesFor('unsettled', 'WritesUnknownTooLong');
  });

  test('tell that the CRM is unreachable', async () => {
    await firesFor('unreachable', 'CrmUnreachable');
  });

  test('tell that an endpoint is left alone', async () => {
    await firesFor('unreachable', 'CrmEndpointLeftAlone');
  });

  test('tell that the CRM refuses the token', async () => {
    await firesFor('refused', 'CrmTokenRefused');
  });

  test('tell that at this pace the quota ends before the day does', async () => {
    await firesFor('hasty', 'QuotaWillRunOut');
  });

  test('tell that the quota is spent', async () => {
    await firesFor('thrifty', 'QuotaSpent');
  });

  test('tell that the journal cannot be written', async () => {
    await firesFor('readOnly', 'JournalReadOnly');
  });

  test('tell that Redis cannot be used', async () => {
    await firesFor('alone', 'RedisAway');
  });

  test('tell that requests are turned away because the process is full', async () => {
    await firesFor('full', 'Overloaded');
  });

  test('tell that the CRM does not behave as the tenant profile says', async () => {
    const { subgraph } = of('misjudged');
    await subgraph.query('{ cases(filter: { status: { in: ["Abierto", "Cerrado"] } }, first: 50) { nodes { id } } }');
    await firesFor('misjudged', 'TenantProfileContradicted');
  });

  test('tell that nobody reads the log', async () => {
    await firesFor('unread', 'LogLinesDropped');
  });

  test('tell that the process is gone', async () => {
    await of('unsettled').subgraph.stop('SIGKILL');
    await firesFor('unsettled', 'SubgraphDown');
  });

  test('were silent for the healthy process all the time', async () => {
    expect(await prometheus.firing(of('healthy').target)).toEqual(new Set());
  });
});

/** Asks for a case, or for something else, five times a second until it is stopped. */
function keepAsking(
  target: Watched,
  askOnce: () => Promise<unknown> = () => ask(target),
): { readonly stop: () => Promise<void> } {
  const ended = new AbortController();
  const running = (async () => {
    while (!ended.signal.aborted) {
      await askOnce().catch(() => undefined);
      await delay(200);
    }
  })();
  return {
    stop: async () => {
      ended.abort();
      await running;
    },
  };
}
