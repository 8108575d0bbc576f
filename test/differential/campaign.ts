import fc from 'fast-check';
import { anyOperation, type Operation } from './operations.js';
import { runShape } from './runShape.js';
import { anyTenantShape, type TenantShape } from './TenantShape.js';

/** A tenant and operations of which some answer was wrong, as small as could be made in the time there was. */
export interface Counterexample {
  readonly seed: number;
  readonly shape: TenantShape;
  readonly operations: readonly Operation[];
  /** What was wrong in the smallest one. */
  readonly faults: readonly string[];
}

/** What a campaign did and found. */
export interface Summary {
  readonly tenants: number;
  readonly operations: number;
  readonly comparisons: number;
  /** One for each kind of fault. */
  readonly counterexamples: readonly Counterexample[];
  /** How many tenants showed each kind of fault. */
  readonly kinds: ReadonlyMap<string, number>;
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

/** Tries tenant after tenant, each with operations of its own, and makes every one that fails smaller. */
export async function runCampaign({ seed, isOver, shrinkMs, onCounterexample }: CampaignOptions): Promise<Summary> {
  const counterexamples: Counterexample[] = [];
  const count = { tenants: 0, operations: 0, comparisons: 0 };
  const kinds = new Map<string, number>();
  while (!isOver(count.tenants)) {
    const found = await tryTenant({ seed: seed + count.tenants, shrinkMs, count, kinds });
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
  readonly count: { operations: number; comparisons: number };
  /** How many tenants showed each kind of fault. */
  readonly kinds: Map<string, number>;
}

/** Tries one tenant; null when all is right, or wrong in ways only that others showed before. */
async function tryTenant({ seed, shrinkMs, count, kinds }: Trial): Promise<Counterexample | null> {
  let first: { readonly kind: string; readonly atMs: number } | null = null;
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
        const found = [...new Set(faults.map(kindOf))];
        const kind = found.find((one) => !kinds.has(one));
        for (const one of found) kinds.set(one, (kinds.get(one) ?? 0) + 1);
        if (kind !== undefined) first = { kind, atMs: Date.now() };
      }
      // Smaller, but wrong in another way, is another fault.
      const isSame = faults.some((fault) => kindOf(fault) === first?.kind);
      if (isSame) smallest = { seed, shape, operations, faults };
      return !isSame;
    },
  );
  await fc.check(property, { seed, numRuns: 1 });
  return smallest;
}

/** A fault without what changes from tenant to tenant. */
function kindOf(fault: string): string {
  const what = fault.replace(/ \[(?:walk|windows|look-ups|entities|edges|gestiones) .*$/s, '');
  const wrongValue = /^[\w[\]. ]*?([A-Za-z]\w*)(?:\[\d+\])?: .* is not /s.exec(what)?.[1];
  return wrongValue === undefined ? what.replace(/[0-9a-f]{6,}|\d+/g, '#') : `${wrongValue} is wrong`;
}

/** A counterexample as text, with what repeats it. */
export function describe({ seed, shape, operations, faults }: Counterexample): string {
  return [
    `FAULT, repeat with: npm run fuzz -- --tenants 1 --seed ${seed}`,
    `  or, made smaller: npm run fuzz -- --case '${JSON.stringify({ shape, operations })}'`,
    ...faults.slice(0, 6).map((fault) => `  ${fault.slice(0, 900)}`),
    ...(faults.length > 6 ? [`  and ${faults.length - 6} more`] : []),
  ].join('\n');
}

/** The end of a campaign: how many tenants showed each kind of fault, and the figures in the last line. */
export function summarise({ tenants, operations, comparisons, counterexamples, kinds }: Summary): string {
  const counts = [...kinds].map(([kind, count]) => `  ${count} tenants: ${kind.slice(0, 200)}\n`);
  return `${counts.join('')}${tenants} tenants, ${operations} operations, ${comparisons} comparisons, ${counterexamples.length} kinds of faults`;
}
