import { benchCalls } from './calls.mjs';
import { benchLatency } from './latency.mjs';
import { benchPlanner } from './planner.mjs';

const calls = await benchCalls();
console.log('\nUpstream calls per operation, against the fewest possible\n');
console.table(calls.rows);
console.log(`in all: ${calls.spent} calls, floor ${calls.floor}, ratio ${calls.ratio.toFixed(3)}\n`);

const { ours, straightforward } = calls.compared;
console.log(`reads only: ${ours} calls here, ${straightforward} in a subgraph with a DataLoader per key\n`);

const plans = await benchPlanner();
console.log('Filters: calls against the fewest that any way of reading could take\n');
console.table(plans);
for (const name of /** @type {const} */ (['cold', 'warm', 'exact'])) {
  console.log(`${name}: ${(plans[name] / plans.floor).toFixed(3)}`);
}

console.log('\nLatency in milliseconds at 50 connections, against a bare pass-through in the same run\n');
console.table(await benchLatency(150));
