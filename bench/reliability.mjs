import { cpus } from 'node:os';
import { measureHostileBodies } from './reliability/hostile.mjs';
import { measureInFlight } from './reliability/inFlight.mjs';
import { measureMemory } from './reliability/memory.mjs';
import { measureOutages } from './reliability/outage.mjs';

// Measures the figures of docs/reliability.md: the subgraph and the emulator as programs of their own, on this machine.
console.log(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}\n`,
);

console.log('An outage of ten seconds, 20 callers; then the CRM is well again\n');
console.table(await measureOutages());

console.log('\nHostile bodies\n');
console.table(await measureHostileBodies());

console.log('\nMemory under answers that are far too long\n');
console.table(await measureMemory());

console.log('\nCalls in flight at most, with faults, retries and writes\n');
console.table(await measureInFlight());
