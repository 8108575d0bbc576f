import { RandomSource } from '../RandomSource.js';
import type { FaultMatch, FaultRule, MatchableCall } from './FaultRule.js';

interface ActiveRule {
  readonly rule: FaultRule;
  seen: number;
  left: number;
}

function isFor(match: FaultMatch, call: MatchableCall): boolean {
  const { endpoint, kind, module, field, value, page, contains } = match;
  return (
    (endpoint === undefined || endpoint === call.endpoint) &&
    (kind === undefined || kind === call.kind || (kind === 'write' && call.kind !== 'read')) &&
    (module === undefined || module === call.module) &&
    (field === undefined || field === call.field) &&
    (value === undefined || value === call.value) &&
    (page === undefined || page === call.page) &&
    (contains === undefined || call.bodyText().includes(contains))
  );
}

/** The faults to come. The first rule that fits a call and is not used up meets it; later ones do not see the call. */
export class FaultScript {
  #rules: ActiveRule[] = [];
  #random = new RandomSource(1);

  /** Replaces the script; `seed` decides what rules with a probability do. */
  set(rules: readonly FaultRule[], seed: number): void {
    this.#random = new RandomSource(seed);
    this.#rules = rules.map((rule) => ({
      rule,
      seen: 0,
      left: rule.times === null ? Number.POSITIVE_INFINITY : (rule.times ?? 1),
    }));
  }

  clear(): void {
    this.#rules = [];
  }

  /** The rules with how many calls each saw and how many it may still meet (null: no end). */
  state(): { readonly rule: FaultRule; readonly seen: number; readonly left: number | null }[] {
    return this.#rules.map(({ rule, seen, left }) => ({ rule, seen, left: Number.isFinite(left) ? left : null }));
  }

  /** The rule that meets the call, used up by one; undefined for none. */
  take(call: MatchableCall): FaultRule | undefined {
    for (const active of this.#rules) {
      if (active.left <= 0) continue;
      const match = active.rule.match ?? {};
      if (!isFor(match, call)) continue;
      active.seen += 1;
      if (match.nth !== undefined && active.seen !== match.nth) continue;
      if (match.after !== undefined && active.seen <= match.after) continue;
      if (match.probability !== undefined && !this.#random.chance(match.probability)) continue;
      active.left -= 1;
      return active.rule;
    }
    return undefined;
  }
}
