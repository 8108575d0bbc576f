import { describe, expect, test } from '@jest/globals';
import { Metrics } from '../../../src/server/observability/Metrics.js';

const quota = { limit: 100, used: 30, remaining: 70, resetsAt: null, isEstimate: false, reservedForWrites: 10 };

function start(countOpenWrites = (): Promise<number> => Promise.resolve(4)): Metrics {
  const queue = { inFlight: 2, waiting: 7, oldestWaitMs: 1_500 };
  const sources = { inFlight: () => 3, quota: () => quota, queue: () => queue, countOpenWrites };
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
  });

  test('say which endpoints are left alone', async () => {
    const metrics = start();
    metrics.breakerChanged('cases/queryCases', true);
    expect(await metrics.text()).toContain('subgraph_upstream_breaker_open{endpoint="cases/queryCases"} 1');
    metrics.breakerChanged('cases/queryCases', false);
    expect(await metrics.text()).toContain('subgraph_upstream_breaker_open{endpoint="cases/queryCases"} 0');
  });

  test('count the writes that nobody can tell the end of, while the journal can be read', async () => {
    expect(await start().text()).toContain('subgraph_writes_open 4');
    const unreadable = start(() => Promise.reject(new Error('gone')));
    expect(await unreadable.text()).toContain('subgraph_writes_open Nan');
  });
});
