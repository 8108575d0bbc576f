/** Writes docs/calls.md from the workload. The end-to-end test fails when the page and the workload differ. */
import { writeFileSync } from 'node:fs';
import { formatCallTable } from './callTable.mjs';
import { operations } from './operations.mjs';
import { startEmulator } from './programs.mjs';
import { findSample } from './sample.mjs';

const emulator = await startEmulator();
const table = formatCallTable(operations, await findSample(emulator));
await emulator.stop();

writeFileSync(
  new URL('../docs/calls.md', import.meta.url),
  `# What each operation costs

Calls to the CRM are the scarce thing: a tenant has some thousands a day for everything. Each line below is one operation of
the published workload (\`bench/operations.mjs\`), the exact number of calls it costs, and the fewest that a client using
the vendor's one-key searches could spend on it. The end-to-end test runs every line against the emulator and reads the number from the
emulator's journal; \`npm run bench\` prints them beside the floor.

${table}

A list with further conditions than one searchable field, ranges of time and several values is refused for now with
\`BAD_USER_INPUT\`, before any call.
`,
);
