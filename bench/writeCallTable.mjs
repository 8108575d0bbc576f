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

## Live

| what | calls |
| --- | --- |
| a subscription, and any number of them | 0 |
| the poll that serves all subscribers | 1 an interval, more only where over 250 cases were created since |
| a case that a filter names by id or number | 1 an interval, however many subscribers name it; 1 when it is first named |
| a write made here | 0; 1 for all subscribers together where more than the case's \`id\` is selected |
| a case that others created or changed | 0: the poll or the re-read brought all of it |
| fields below \`case\` that are no part of its row | as in a query, for each subscriber that selects them |

The interval is \`LIVE_INTERVAL_MS\` and grows so that polls and re-reads together keep to \`LIVE_QUOTA_SHARE\` of the day's calls: with
12,000 calls a day and 5 %, one poll takes 144 s when nothing else is spent. \`wolkvoxQuota { liveIntervalMs }\` tells the interval in force.
While nobody subscribes there are no calls. How lists follow changes is told in [screens.md](screens.md).

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
