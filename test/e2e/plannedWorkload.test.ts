import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { operations, type Sample } from '../../bench/operations.mjs';
import { prepareVariables } from '../../bench/prepareVariables.mjs';
import { findSample } from '../../bench/sample.mjs';
import { startEmulator, type Emulator } from 'wolkvox-emulator';
import { startSubgraph, type Subgraph } from '../support/startSubgraph.js';

let emulator: Emulator;
let subgraph: Subgraph;
let sample: Sample;

beforeAll(async () => {
  emulator = await startEmulator();
  sample = await findSample(emulator);
  // What was read is remembered throughout, so that answers differ by nothing but the way in which they were made.
  subgraph = await startSubgraph(emulator, { CACHE_TTL_MS: '600000' });
});

afterAll(async () => {
  await subgraph.stop();
  await emulator.close();
});

async function runsBy(way: 'plan' | 'engine'): Promise<number> {
  const text = await (await fetch(`${subgraph.origin}/metrics`)).text();
  return Number(new RegExp(`^subgraph_operation_runs_total\\{by="${way}"\\} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
}

const withoutIds = (body: unknown): string => JSON.stringify(body).replace(/"requestId":"[^"]*"/g, '"requestId":""');

describe('the third time that an operation is sent', () => {
  test.each(operations.map((operation) => ({ ...operation })))(
    'its plan answers as the engine: $name',
    async (operation) => {
      const variables = await prepareVariables(operation, sample, async (...prelude) => {
        const { body } = await subgraph.query(...prelude);
        return body;
      });
      await subgraph.query(operation.document, variables);
      const byEngine = await subgraph.query(operation.document, variables);
      const before = await runsBy('plan');
      const byPlan = await subgraph.query(operation.document, variables);
      expect(await runsBy('plan')).toBe(before + 1);
      expect(byPlan.status).toBe(byEngine.status);
      expect(withoutIds(byPlan.body)).toBe(withoutIds(byEngine.body));
    },
  );
});
