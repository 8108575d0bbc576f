import { benchCalls } from './calls.mjs';
import { benchLatency } from './latency.mjs';

const calls = await benchCalls();
console.log('\nUpstream calls per operation, against the fewest possible\n');
console.table(calls.rows);
console.log(`in all: ${calls.spent} calls, floor ${calls.floor}, ratio ${calls.ratio.toFixed(3)}\n`);

console.log('Latency in milliseconds at 50 connections, against a bare pass-through in the same run\n');
console.table(await benchLatency(150));
