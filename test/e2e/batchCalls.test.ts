import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { batchCases, formatBatchRow, measureBatch } from '../../bench/batches.mjs';
import { startEmulator, type Emulator } from 'wolkvox-emulator';
import { startSubgraph } from '../support/startSubgraph.js';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(async () => {
  await emulator.close();
});

test.each(batchCases.filter(({ count }) => count === 100))(
  'looking up $count $arrangement records of $type at once costs what docs/calls.md says',
  async (batch) => {
    const page = readFileSync(new URL('../../docs/calls.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');
    const subgraph = await startSubgraph(emulator);
    try {
      expect(page).toContain(formatBatchRow(await measureBatch(batch, emulator, subgraph)));
    } finally {
      await subgraph.stop();
    }
  },
);
