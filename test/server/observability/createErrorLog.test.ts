import { expect, test } from '@jest/globals';
import { Fault } from '../../../src/model/Fault.js';
import { createErrorLog } from '../../../src/server/observability/createErrorLog.js';
import { createLogger } from '../../../src/server/observability/createLogger.js';

function logged(cause: unknown): unknown {
  const lines: string[] = [];
  const log = createLogger('info', (text) => text, { write: (line) => lines.push(line) });
  createErrorLog(log).failed(new Fault('UPSTREAM_UNAVAILABLE', { cause }), 'r1');
  return JSON.parse(lines.join());
}

test('a failed call is told by its endpoint, its end and its status', () => {
  expect(logged(new Error('cases/queryCases: badResponse 403'))).toMatchObject({
    level: 'warn',
    msg: 'failure',
    requestId: 'r1',
    code: 'UPSTREAM_UNAVAILABLE',
    call: 'cases/queryCases: badResponse 403',
  });
});

test('other causes are told without their words', () => {
  for (const message of [
    'connect ECONNREFUSED 10.0.0.7:443',
    'cases/queryCases: ana@example.com',
    'crm.example.com: gone',
  ]) {
    const line = JSON.stringify(logged(new Error(message)));
    expect(line).toContain('"type":"Error"');
    expect(line).not.toContain(message);
  }
});

test('a failure without a cause is told by its code', () => {
  expect(logged(undefined)).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', msg: 'failure' });
});
