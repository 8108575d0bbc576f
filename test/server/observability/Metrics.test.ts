import { describe, expect, test } from '@jest/globals';
import { Fault } from '../../../src/model/Fault.js';
import { countWrites } from '../../../src/server/observability/countWrites.js';
import { Metrics } from '../../../src/server/observability/Metrics.js';
import type { Writer, WriteResult } from '../../../src/writing/Writer.js';

const quota = { limit: 100, used: 30, remaining: 70, resetsAt: null, isEstimate: false, reservedForWrites: 10 };

function start(): Metrics {
  const queue = { inFlight: 2, waiting: 7, oldestWaitMs: 1_500 };
  return new Metrics({ inFlight: () => 3, quota: () => quota, queue: () => queue }, { withProcess: false });
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

  test('count writes by what became of them, and change nothing about that', async () => {
    const metrics = start();
    const applied: WriteResult = { outcome: 'APPLIED', id: '1', caseNumber: null };
    const fault = new Fault('SERVICE_UNAVAILABLE');
    const results = [Promise.resolve(applied), Promise.reject(fault)];
    const next = () => results.shift() ?? Promise.resolve(applied);
    const writer: Writer = {
      createCase: next,
      updateCase: next,
      createContact: next,
      updateContact: next,
      createActivity: next,
      updateRecord: next,
    };
    const counted = countWrites(writer, metrics);
    const fields = { customFields: new Map() };
    const call = { deadlineAt: 0, signal: new AbortController().signal, onCall: () => undefined };
    const write = () =>
      counted.updateContact({ idempotencyKey: 'k', input: {} }, { id: '1', fields, ifUnmodifiedSince: null }, call);
    expect(await write()).toBe(applied);
    await expect(write()).rejects.toBe(fault);
    const text = await metrics.text();
    expect(text).toContain('subgraph_writes_total{outcome="APPLIED"} 1');
    expect(text).toContain('subgraph_writes_total{outcome="FAILED"} 1');
    expect(text).toContain('subgraph_writes_total{outcome="UNKNOWN"} 0');
  });
});
