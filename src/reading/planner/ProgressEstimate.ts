import type { Progress } from './replan.js';

interface Begun {
  readonly calls: number;
  readonly matches: number;
  readonly callsToEnd: number;
}

/**
 * Estimates how far reading by an access path is from its end. It assumes once that matches keep coming as they did; when
 * they do not, only the CRM's totals count for the rest of the list.
 */
export class ProgressEstimate {
  #estimatedCalls: number | null = null;

  constructor(readonly wanted: number) {}

  of({ calls, matches, callsToEnd }: Begun): Progress {
    const pace = matches === 0 ? Infinity : Math.ceil(((this.wanted - matches) * calls) / matches);
    const callsToFill = Math.min(callsToEnd, pace);
    const isPaceDisproved = this.#estimatedCalls !== null && calls >= this.#estimatedCalls;
    if (this.#estimatedCalls === null && callsToFill < callsToEnd) this.#estimatedCalls = calls + callsToFill;
    return { callsToEnd, callsToFill, isPaceDisproved };
  }
}
