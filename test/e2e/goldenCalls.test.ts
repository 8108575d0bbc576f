import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formatCallTable } from '../../bench/callTable.mjs';
import { operations, resolveCount, type Sample } from '../../bench/operations.mjs';
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
  subgraph = await startSubgraph(emulator);
});

afterAll(async () => {
  await subgraph.stop();
  await emulator.close();
});

/** Vendor requests that the emulator has received since its journal was `before` long. */
const callsSince = (before: number): number => emulator.journal().length - before;

interface Price {
  readonly minUpstreamCalls: number;
  readonly maxUpstreamCalls: number;
}

/** What the graph says that an operation costs; asking costs nothing. */
async function explain(document: string, variables: Readonly<Record<string, unknown>>): Promise<Price | null> {
  if (document.includes('explainOperation')) return null;
  const before = emulator.journal().length;
  const { body } = await subgraph.query(
    `query ($document: String!, $variables: JSONObject) {
      explainOperation(document: $document, variables: $variables) { minUpstreamCalls maxUpstreamCalls }
    }`,
    { document, variables },
  );
  expect(body.errors).toBeUndefined();
  expect(callsSince(before)).toBe(0);
  return (body.data as { explainOperation: Price }).explainOperation;
}

/** Writes that were made before and records that are remembered may cost less than the least. */
function isWithin(calls: number, price: Price | null): boolean {
  return price === null || (price.minUpstreamCalls <= calls && calls <= price.maxUpstreamCalls);
}

describe('the number of upstream calls', () => {
  test.each(operations.map((operation) => ({ ...operation })))('is exact for: $name', async (operation) => {
    const { document, calls, name, isRefused } = operation;
    const variables = await prepareVariables(operation, sample, async (...prelude) => {
      const { body } = await subgraph.query(...prelude);
      return body;
    });
    const price = await explain(document, variables);
    const before = emulator.journal().length;
    const { status, body } = await subgraph.query(document, variables);
    expect({ name, calls: callsSince(before) }).toEqual({ name, calls: resolveCount(calls, sample) });
    expect({ name, isCovered: isWithin(callsSince(before), price) }).toEqual({ name, isCovered: true });
    if (isRefused === true) {
      expect(body.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    } else {
      expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
    }
  });

  test('is what docs/calls.md says', () => {
    const page = readFileSync(new URL('../../docs/calls.md', import.meta.url), 'utf8');
    expect(page).toContain(formatCallTable(operations, sample));
  });
});
