import type { Clock } from '../model/Clock.js';
import { Fault } from '../model/Fault.js';
import type { WolkvoxClient } from '../wolkvox/WolkvoxClient.js';
import { fieldHolds } from './journal/marker.js';

/** A record that was just made is not always there to be read. */
const pauseMs = 2000;
const callBudgetMs = 10_000;
/** A CRM that does not show its new cases by their ids is not asked for ever. */
const maxLooks = 3;

export interface MarkerFieldCheckOptions {
  readonly client: WolkvoxClient;
  /** Label of the own field of cases that carries markers. */
  readonly field: string;
  readonly clock: Clock;
  /** Called once at most, when a case that was sent with a marker in the field shows none. */
  readonly onNotKept: () => void;
  /** Told of what should not happen; for logs. */
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Looks at the first case created whether the tenant keeps markers in the field that is set for them. A field that it
 * does not have loses them without a word, and lost creations could then never be found. Costs one call, as a rule.
 */
export class MarkerFieldCheck {
  #looksLeft = maxLooks;
  #cancelTimer: (() => void) | null = null;
  readonly #calls = new AbortController();

  constructor(private readonly options: MarkerFieldCheckOptions) {}

  /** A case was created with a marker in the field; returns at once. */
  afterCreation(id: string, marker: string): void {
    if (this.#looksLeft === 0 || this.#cancelTimer !== null || this.#calls.signal.aborted) return;
    this.#looksLeft -= 1;
    this.#cancelTimer = this.options.clock.setTimer(() => {
      void this.#look(id, marker).finally(() => {
        this.#cancelTimer = null;
      });
    }, pauseMs);
  }

  /** Ends the look that is under way, without a verdict. */
  stop(): void {
    this.#cancelTimer?.();
    this.#calls.abort();
  }

  async #look(id: string, marker: string): Promise<void> {
    const { client, field, clock, onNotKept, onTrouble } = this.options;
    const call = { deadlineAt: clock.now() + callBudgetMs, signal: this.#calls.signal, onCall: () => undefined };
    try {
      const { rows } = await client.searchCases({ field: 'id', value: id }, { page: 1, limit: 2 }, call);
      const record = rows.find((row) => row?.id === id);
      if (record == null) return;
      this.#looksLeft = 0;
      const text = record.customFields.find(({ label }) => label === field)?.text ?? null;
      if (!fieldHolds(text, marker)) onNotKept();
    } catch (error) {
      // A CRM that cannot be read now is asked after a later creation.
      if (!(error instanceof Fault)) onTrouble(error);
    }
  }
}
