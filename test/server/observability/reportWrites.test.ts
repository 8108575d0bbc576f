import { describe, expect, test } from '@jest/globals';
import { Fault } from '../../../src/model/Fault.js';
import { createLogger } from '../../../src/server/observability/createLogger.js';
import { Metrics } from '../../../src/server/observability/Metrics.js';
import { reportWrites } from '../../../src/server/observability/reportWrites.js';
import type { Writer, WriteResult } from '../../../src/writing/Writer.js';
import { metricSources } from '../../support/metricSources.js';

function report(result: () => Promise<WriteResult>) {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger('info', (text) => text, {
    write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  const metrics = new Metrics(metricSources(), { withProcess: false });
  const writer: Writer = {
    createCase: result,
    updateCase: result,
    createContact: result,
    updateContact: result,
    createActivity: result,
    updateRecord: result,
  };
  const call = { deadlineAt: 0, signal: new AbortController().signal, onCall: () => undefined, requestId: 'r1' };
  const write = () => {
    const change = { module: 'leads', id: 'ana@example.com', fields: { Nombre: 'Ana' }, attachments: [] };
    return reportWrites(writer, metrics, log).updateRecord({ idempotencyKey: 'secret key', input: {} }, change, call);
  };
  return { lines, metrics, write };
}

describe('a write', () => {
  test('that the CRM accepted is counted and handed on', async () => {
    const applied: WriteResult = { outcome: 'APPLIED', id: '1', caseNumber: null };
    const { lines, metrics, write } = report(() => Promise.resolve(applied));
    expect(await write()).toBe(applied);
    const text = await metrics.text();
    expect(text).toContain('subgraph_writes_total{outcome="APPLIED"} 1');
    expect(text).toContain('subgraph_writes_total{outcome="UNKNOWN"} 0');
    expect(lines).toEqual([]);
  });

  test('that the journal could not take is counted, and its error handed on', async () => {
    const fault = new Fault('SERVICE_UNAVAILABLE');
    const { metrics, write } = report(() => Promise.reject(fault));
    await expect(write()).rejects.toBe(fault);
    expect(await metrics.text()).toContain('subgraph_writes_total{outcome="FAILED"} 1');
  });

  test('of unknown outcome is a warning that says which, why and by what it can be found', async () => {
    const fault = new Fault('UPSTREAM_TIMEOUT', { cause: new Error('custom/update: timeout') });
    const unknown: WriteResult = {
      outcome: 'UNKNOWN',
      code: 'OUTCOME_UNKNOWN',
      upstreamCode: null,
      fault,
      ref: '1a2b3c4d',
    };
    const { lines, write } = report(() => Promise.resolve(unknown));
    expect(await write()).toBe(unknown);
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
    expect(JSON.stringify(lines)).not.toMatch(/Ana|ana@|secret key/);
  });

  test.each([
    ['warn', new Fault('UPSTREAM_AUTH_FAILED', { cause: new Error('custom/update: auth 401') }), '401'],
    ['info', null, '400'],
  ])('that was refused leaves a line of level %s', async (level, fault, upstreamCode) => {
    const code = fault === null ? 'UPSTREAM_REJECTED' : 'UPSTREAM_AUTH_FAILED';
    const { lines, write } = report(() => Promise.resolve({ outcome: 'REJECTED', code, upstreamCode, fault }));
    await write();
    expect(lines).toMatchObject([{ level, msg: 'write', outcome: 'REJECTED', code, upstreamCode }]);
  });
});
