/** Writes docs/calls.md from the workload. The end-to-end test fails when the page and the workload differ. */
import { writeFileSync } from 'node:fs';
import { batchCases, formatBatchTable, measureBatch } from './batches.mjs';
import { formatCallTable } from './callTable.mjs';
import { operations } from './operations.mjs';
import { startEmulator, startSubgraph } from './programs.mjs';
import { findSample } from './sample.mjs';

const emulator = await startEmulator();
const table = formatCallTable(operations, await findSample(emulator));
const batches = [];
for (const batch of batchCases) {
  // Each has to find out about the tenant by itself.
  const subgraph = await startSubgraph(emulator);
  batches.push(await measureBatch(batch, emulator, subgraph));
  await subgraph.stop();
}
await emulator.stop();

writeFileSync(
  new URL('../docs/calls.md', import.meta.url),
  `# What each operation costs

Calls to the CRM are the scarce thing: a tenant has some thousands a day for everything. Each line below is one operation of
the published workload (\`bench/operations.mjs\`), the exact number of calls it costs, and the fewest that a client using
the vendor's one-key searches could spend on it. The end-to-end test runs every line against the emulator and reads the number from the
emulator's journal; \`npm run bench\` prints them beside the floor.

${table}

How a filter of several conditions becomes calls, and how near to the fewest possible that is, is told in
[planner.md](planner.md).

## Many records at once

The vendor has no look-up of several ids. Ids tell when their records were created, though, and the vendor lists records by
that, 250 a page: records that were created close to each other come in one call ([ADR 0008](adr/0008-batches-without-a-batch-endpoint.md)).
The table is from a real run over the emulator's demo tenant of 1,500 cases and 400 contacts: one \`_entities\` operation
on a process that has just started, and the same again. It says what it cost one by one, the first time, and from then on.
\`clustered\` records were created one after the other, \`scattered\` ones are spread over all there are.

${formatBatchTable(batches)}

The first look of a process at a tenant is a single call to learn how many records there are; in a tenant too busy for
this to pay, it is one call more, once. A tenant whose lists by date miss records is looked up one by one again after two
misses.
`,
);
