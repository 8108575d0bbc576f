import { parseArgs } from 'node:util';
import { describe, runCampaign, summarise } from './campaign.js';
import { type Operation } from './operations.js';
import { runShape } from './runShape.js';
import { isObject } from './Shown.js';
import type { TenantShape } from './TenantShape.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    tenants: { type: 'string' },
    case: { type: 'string' },
    'shrink-seconds': { type: 'string', default: '60' },
  },
});
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
const tenants = values.tenants === undefined ? Infinity : Number(values.tenants);
if (!(minutes > 0) || !Number.isSafeInteger(seed) || !(tenants > 0)) {
  process.stderr.write('usage: npm run fuzz -- [--minutes M] [--seed N] [--tenants T] [--shrink-seconds S]\n');
  process.exit(2);
}
if (values.case !== undefined) {
  const { shape, operations } = readCase(values.case);
  const { faults, calls } = await runShape(shape, operations);
  for (const { script, body, status } of calls) process.stdout.write(`${status} ${script} ${JSON.stringify(body)}\n`);
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.exit(faults.length === 0 ? 0 : 1);
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

/** A tenant and operations as a campaign printed them. */
function readCase(text: string): { readonly shape: TenantShape; readonly operations: readonly Operation[] } {
  const parsed: unknown = JSON.parse(text);
  if (!isObject(parsed) || !isObject(parsed['shape']) || !Array.isArray(parsed['operations'])) {
    throw new TypeError('--case takes what a campaign printed behind it');
  }
  // Printed by this program; what is wrong with it shows at once.
  return parsed as unknown as { readonly shape: TenantShape; readonly operations: readonly Operation[] };
}
