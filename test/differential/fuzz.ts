import { parseArgs } from 'node:util';
import { describe, runCampaign, summarise } from './campaign.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    tenants: { type: 'string' },
    'shrink-seconds': { type: 'string', default: '60' },
  },
});
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
const tenants = values.tenants === undefined ? Infinity : Number(values.tenants);
if (!(minutes > 0) || !Number.isSafeInteger(seed) || !(tenants > 0)) {
  process.stderr.write('usage: npm run fuzz -- [--minutes M] [--seed N] [--tenants T] [--shrink-seconds S]\n');
  process.exit(2);
}
const endsAt = Date.now() + minutes * 60_000;
process.stdout.write(`seed ${seed}\n`);
const summary = await runCampaign({
  seed,
  isOver: (tried) => tried >= tenants || Date.now() >= endsAt,
  shrinkMs: Number(values['shrink-seconds']) * 1000,
  onCounterexample: (found) => process.stdout.write(`${describe(found)}\n`),
});
process.stdout.write(`${summarise(summary)}\n`);
process.exit(summary.counterexamples.length === 0 ? 0 : 1);
