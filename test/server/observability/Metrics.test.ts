import { describe, expect, test } from '@jest/globals';
import { Metrics, type MetricSources } from '../../../src/server/observability/Metrics.js';
import { metricSources } from '../../support/metricSources.js';

const quota = {
  limit: 100,
  used: 30,
  remaining: 70,
  resetsAt: null as Date | null,
  isEstimate: false,
  reservedForWrites: 10,
};

function start(
  countOpenWrites = (): Promise<number> => Promise.resolve(4),
  otherwise: Partial<MetricSources> = {},
): Metrics {
  const queue = { inFlight: 2, waiting: 7, oldestWaitMs: 1_500 };
  const sources = metricSources({
    now: () => Date.parse('2026-11-27T23:00:00Z'),
    inFlight: () => 3,
    quota: () => quota,
    queue: () => queue,
    countOpenWrites,
    ...otherwise,
  });
  return new Metrics(sources, { withProcess: false });
}

describe('the metrics', () => {
  test('say how full the way to the CRM is', async () => {
    const text = await start().text();
    expect(text).toContain('subgraph_operations_in_flight 3');
    expect(text).toContain('subgraph_upstream_calls_in_flight 2');
    expect(text).toContain('subgraph_upstream_calls_waiting 7');
    expect(text).toContain('subgraph_upstream_queue_age_seconds 1.5');
    expect(text).toContain('subgraph_quota_remaining_calls 70');
    expect(text).toContain('subgraph_quota_limit_calls 100');
  });

  test('say how long the quota has to last, where that is known', async () => {
    expect(await start().text()).toContain('subgraph_quota_reset_seconds Nan');
    const known = start(undefined, { quota: () => ({ ...quota, resetsAt: new Date('2026-11-28T05:00:00Z') }) });
    expect(await known.text()).toContain('subgraph_quota_reset_seconds 21600');
  });

  test('say whether mutations are taken', async () => {
    expect(await start().text()).toContain('subgraph_journal_writable 1');
    const readOnly = start(undefined, { isJournalWritable: () => false });
    expect(await readOnly.text()).toContain('subgraph_journal_writable 0');
  });

  test('say how Redis is, where there is one', async () => {
    expect(await start().text()).not.toContain('subgraph_redis');
    const shared = start(undefined, { isRedisReady: () => false });
    shared.redisAnswered(0.7);
    expect(await shared.text()).toContain('subgraph_redis_ready 0');
    expect(await shared.text()).toContain('subgraph_redis_heartbeat_seconds_bucket{le="0.001"} 1');
    expect(await start(undefined, { isRedisReady: () => true }).text()).toContain('subgraph_redis_ready 1');
  });

  test('say which endpoints are left alone', async () => {
    const metrics = start();
    metrics.breakerChanged('cases/queryCases', null, true);
    expect(await metrics.text()).toContain('subgraph_upstream_breaker_open{endpoint="cases/queryCases"} 1');
    metrics.breakerChanged('cases/queryCases', null, false);
    expect(await metrics.text()).toContain('subgraph_upstream_breaker_open{endpoint="cases/queryCases"} 0');
    metrics.breakerChanged('custom/query', 'contacts', true);
    expect(await metrics.text()).toContain(
      'subgraph_upstream_breaker_open{endpoint="custom/query",module="contacts"} 1',
    );
  });

  test('count the writes that nobody can tell the end of, while the journal can be read', async () => {
    expect(await start().text()).toContain('subgraph_writes_open 4');
    const unreadable = start(() => Promise.reject(new Error('gone')));
    expect(await unreadable.text()).toContain('subgraph_writes_open Nan');
  });
});

describe('the capabilities of the CRM', () => {
  test('are shown with their values and where those come from, and contradictions are counted', async () => {
    const metrics = start(undefined, {
      capabilities: () => [{ name: 'rowOrder', value: 'oldestFirst', origin: 'doctor' }],
    });
    metrics.capabilityContradicted('rowOrder');
    const text = await metrics.text();
    expect(text).toContain('subgraph_capability_info{capability="rowOrder",value="oldestFirst",origin="doctor"} 1');
    expect(text).toContain('subgraph_capability_contradictions_total{capability="rowOrder"} 1');
  });
});
