import { describe, expect, test } from '@jest/globals';
import { Fault } from '../../../src/model/Fault.js';
import { createLogger } from '../../../src/server/observability/createLogger.js';
import { createWriteObserver } from '../../../src/server/observability/createWriteObserver.js';
import { Metrics } from '../../../src/server/observability/Metrics.js';
import type { WriteResult } from '../../../src/writing/Writer.js';
import { metricSources } from '../../support/metricSources.js';

function observe(result: WriteResult | null) {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger('info', (text) => text, {
    write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  const metrics = new Metrics(metricSources(), { withProcess: false });
  createWriteObserver(log, metrics).ended({ mutation: 'updateRecord', requestId: 'r1', result });
  return { lines, metrics };
}

describe('a write', () => {
  test('that the CRM accepted is counted, and leaves no line', async () => {
    const { lines, metrics } = observe({ outcome: 'APPLIED', id: '1', caseNumber: null });
    const text = await metrics.text();
    expect(text).toContain('subgraph_writes_total{outcome="APPLIED"} 1');
    expect(text).toContain('subgraph_writes_total{outcome="UNKNOWN"} 0');
    expect(lines).toEqual([]);
  });

  test('that the journal could not take is counted', async () => {
    const { metrics } = observe(null);
    expect(await metrics.text()).toContain('subgraph_writes_total{outcome="FAILED"} 1');
  });

  test('that an operator has settled says so when its key is asked again', () => {
    const { lines } = observe({ outcome: 'REPLAYED', id: '1', caseNumber: null, settledByHand: true });
    expect(lines).toMatchObject([{ level: 'info', msg: 'write', outcome: 'REPLAYED', settledByHand: true }]);
  });

  test('of unknown outcome is a warning that says which, why and by what it can be found', () => {
    const fault = new Fault('UPSTREAM_TIMEOUT', { cause: new Error('custom/update: timeout') });
    const { lines } = observe({
      outcome: 'UNKNOWN',
      code: 'OUTCOME_UNKNOWN',
      upstreamCode: null,
      fault,
      ref: '1a2b3c4d',
    });
    expect(lines).toMatchObject([
      {
        level: 'warn',
        msg: 'write',
        requestId: 'r1',
        mutation: 'updateRecord',
        outcome: 'UNKNOWN',
        call: 'custom/update: timeout',
        ref: '1a2b3c4d',
      },
    ]);
  });

  test.each([
    ['warn', new Fault('UPSTREAM_AUTH_FAILED', { cause: new Error('custom/update: auth 401') }), '401'],
    ['info', null, '400'],
  ])('that was refused leaves a line of level %s', (level, fault, upstreamCode) => {
    const code = fault === null ? 'UPSTREAM_REJECTED' : 'UPSTREAM_AUTH_FAILED';
    const { lines } = observe({ outcome: 'REJECTED', code, upstreamCode, fault });
    expect(lines).toMatchObject([{ level, msg: 'write', outcome: 'REJECTED', code, upstreamCode }]);
  });
});
