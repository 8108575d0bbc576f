import { operations, resolveCount } from './operations.mjs';
import { findSample } from './sample.mjs';
import { startEmulator, startSubgraph } from './programs.mjs';

/** Runs the workload once and compares the calls the upstream saw with the floor of each operation. */
export async function benchCalls() {
  const emulator = await startEmulator();
  const sample = await findSample(emulator);
  const subgraph = await startSubgraph(emulator);
  const journalLength = async () => (await (await fetch(`${emulator.url}/_emulator/journal`)).json()).length;
  let spentInAll = 0;
  let floorInAll = 0;
  const rows = [];
  try {
    for (const { name, document, variables, calls, floor } of operations) {
      const before = await journalLength();
      await fetch(subgraph.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: document, variables: variables?.(sample) ?? {} }),
      });
      const spent = (await journalLength()) - before;
      const fewest = resolveCount(floor ?? calls, sample);
      spentInAll += spent;
      floorInAll += fewest;
      rows.push({ operation: name, calls: spent, floor: fewest });
    }
  } finally {
    await subgraph.stop();
    await emulator.stop();
  }
  return { rows, spent: spentInAll, floor: floorInAll, ratio: spentInAll / floorInAll };
}
