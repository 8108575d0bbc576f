import fc from 'fast-check';
import { anyOperation, type Operation } from './operations.js';
import { runShape } from './runShape.js';
import { anyTenantShape, type TenantShape } from './TenantShape.js';
import { runWrites } from './writes/runWrites.js';

/** A tenant of which some answer was wrong. */
export interface Counterexample {
  readonly seed: number;
  /** What was wrong. */
  readonly faults: readonly string[];
  /** Tenant and operations, as small as could be made in the time there was; null for writes. */
  readonly smallest: { readonly shape: TenantShape; readonly operations: readonly Operation[] } | null;
}

/** What a campaign did and found. */
export interface Summary extends Counts {
  /** One for each kind of fault. */
  readonly counterexamples: readonly Counterexample[];
  /** How many tenants showed each kind of fault. */
  readonly kinds: ReadonlyMap<string, number>;
}

interface Counts {
  tenants: number;
  operations: number;
  comparisons: number;
  /** Mutations sent, retries included. */
  writes: number;
}

export interface CampaignOptions {
  /** The seed of the first tenant; the next ones have the next seeds. */
  readonly seed: number;
  /** When to begin no further tenant. */
  readonly isOver: (tenants: number) => boolean;
  /** How long a counterexample is made smaller. */
  readonly shrinkMs: number;
  readonly onCounterexample?: (found: Counterexample) => void;
}

/** Seeds that leave this remainder are tenants that are written to. */
const writesEvery = 6;
const writeAttempts = 100;

/** Tries tenant after tenant, each with operations of its own, and makes every one that fails in a new way smaller. */
export async function runCampaign({ seed, isOver, shrinkMs, onCounterexample }: CampaignOptions): Promise<Summary> {
  const counterexamples: Counterexample[] = [];
  const count = { tenants: 0, operations: 0, comparisons: 0, writes: 0 };
  const kinds = new Map<string, number>();
  while (!isOver(count.tenants)) {
    const trial = { seed: seed + count.tenants, shrinkMs, count, kinds };
    const found = await (trial.seed % writesEvery === 0 ? tryWrites(trial) : tryReads(trial));
    count.tenants += 1;
    if (found === null) continue;
    counterexamples.push(found);
    onCounterexample?.(found);
  }
  return { ...count, counterexamples, kinds };
}

interface Trial {
  readonly seed: number;
  readonly shrinkMs: number;
  readonly count: Counts;
  /** How many tenants showed each kind of fault. */
  readonly kinds: Map<string, number>;
}

/** Reads one tenant; null when all is right, or wrong in ways only that others showed before. */
async function tryReads({ seed, shrinkMs, count, kinds }: Trial): Promise<Counterexample | null> {
  let first: { readonly kind: string | null; readonly atMs: number } | null = null;
  let smallest: Counterexample | null = null;
  const property = fc.asyncProperty(
    anyTenantShape,
    fc.array(anyOperation, { minLength: 1, maxLength: 14 }),
    async (shape, operations) => {
      if (first !== null && Date.now() - first.atMs > shrinkMs) return true;
      const { faults, comparisons } = await runShape(shape, operations);
      if (first === null) {
        count.operations += operations.length;
        count.comparisons += comparisons;
        first = { kind: countKinds(faults, kinds), atMs: Date.now() };
      }
      // Smaller, but wrong in another way, is another fault.
      const isSame = faults.some((fault) => kindOf(fault) === first?.kind);
      if (isSame) smallest = { seed, faults, smallest: { shape, operations } };
      return !isSame;
    },
  );
  const triedBefore = count.operations;
  const { errorInstance } = await fc.check(property, { seed, numRuns: 1 });
  // A tenant that could not be tried at all is no tenant without faults.
  if (count.operations === triedBefore) throw new Error('A tenant could not be tried.', { cause: errorInstance });
  return smallest;
}

/** The same for writes, which depend on what comes first and are not made smaller. */
async function tryWrites({ seed, count, kinds }: Trial): Promise<Counterexample | null> {
  const [shape] = fc.sample(anyTenantShape, { seed, numRuns: 1 });
  if (shape === undefined) return null;
  const { faults, attempts } = await runWrites(shape, writeAttempts);
  count.operations += attempts;
  count.writes += attempts;
  count.comparisons += attempts;
  return countKinds(faults, kinds) === null ? null : { seed, faults, smallest: null };
}

/** Counts the kinds of some faults; the first one that is new. */
function countKinds(faults: readonly string[], kinds: Map<string, number>): string | null {
  const found = [...new Set(faults.map(kindOf))];
  const isNew = found.find((kind) => !kinds.has(kind)) ?? null;
  for (const kind of found) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return isNew;
}

/** A fault without what changes from tenant to tenant. */
function kindOf(fault: string): string {
  const what = fault.replace(/ \[(?:walk|windows|look-ups|entities|edges|gestiones|writes) .*$/s, '');
  const wrongValue = /^[\w[\]. ]*?([A-Za-z]\w*)(?:\[\d+\])?: .* is not /s.exec(what)?.[1];
  return wrongValue === undefined ? what.replace(/[0-9a-f]{6,}|\d+/g, '#') : `${wrongValue} is wrong`;
}

/** A counterexample as text, with what repeats it. */
export function describe({ seed, smallest, faults }: Counterexample): string {
  return [
    `FAULT, repeat with: npm run fuzz -- --tenants 1 --seed ${seed}`,
    ...(smallest === null ? [] : [`  or, made smaller: npm run fuzz -- --case '${JSON.stringify(smallest)}'`]),
    ...faults.slice(0, 6).map((fault) => `  ${fault.slice(0, 900)}`),
    ...(faults.length > 6 ? [`  and ${faults.length - 6} more`] : []),
  ].join('\n');
}

/** The end of a campaign: how many tenants showed each kind of fault, and the figures in the last line. */
export function summarise({ kinds, counterexamples, ...count }: Summary): string {
  const counts = [...kinds].map(([kind, tenants]) => `  ${tenants} tenants: ${kind.slice(0, 200)}\n`);
  const figures = `${count.tenants} tenants, ${count.operations} operations (${count.writes} of them writes)`;
  return `${counts.join('')}${figures}, ${count.comparisons} comparisons, ${counterexamples.length} kinds of faults`;
}
