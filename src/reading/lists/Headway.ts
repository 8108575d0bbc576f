import type { Progress } from '../planning/chooseNext.js';

interface Begun {
  readonly calls: number;
  readonly matches: number;
  readonly callsToEnd: number;
}

/**
 * Foretells how far a way of reading is from its end. It hopes once that matches keep coming as they did; when they
 * do not, only the CRM's totals count for the rest of the list.
 */
export class Headway {
  #hopedCalls: number | null = null;

  constructor(readonly wanted: number) {}

  of({ calls, matches, callsToEnd }: Begun): Progress {
    const pace = matches === 0 ? Infinity : Math.ceil(((this.wanted - matches) * calls) / matches);
    const callsToFill = Math.min(callsToEnd, pace);
    const isHopeSpent = this.#hopedCalls !== null && calls >= this.#hopedCalls;
    if (this.#hopedCalls === null && callsToFill < callsToEnd) this.#hopedCalls = calls + callsToFill;
    return { callsToEnd, callsToFill, isHopeSpent };
  }
}
