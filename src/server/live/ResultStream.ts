import type { ExecutionResult } from 'graphql';
import type { Clock } from '../../model/Clock.js';
import { EndableGenerator } from '../../model/EndableGenerator.js';

/** What is sent for one event: as JSON an answer in the form of the contract. */
export type EventResult = ExecutionResult;

export interface ResultStreamOptions {
  readonly events: AsyncIterator<unknown>;
  readonly execute: (event: unknown) => Promise<EventResult>;
  readonly clock: Pick<Clock, 'setTimer'>;
  /** Told that nobody took the last result for `patienceMs`. */
  readonly onStalled: () => void;
  readonly patienceMs: number;
  /** Told once, when the stream has ended. */
  readonly onEnd: () => void;
}

/**
 * The results of one subscription, each executed when the one before it has been taken: nothing is piled up for a consumer
 * that does not read.
 */
export class ResultStream extends EndableGenerator<EventResult> {
  #cancelPatience: () => void = () => undefined;

  constructor(private readonly options: ResultStreamOptions) {
    super();
  }

  async next(): Promise<IteratorResult<EventResult, undefined>> {
    this.#cancelPatience();
    if (this.hasEnded()) return { done: true, value: undefined };
    const { events, execute, clock, onStalled, patienceMs } = this.options;
    const event = await events.next();
    if (event.done === true) return this.return();
    const value = await execute(event.value);
    if (this.hasEnded()) return { done: true, value: undefined };
    this.#cancelPatience = clock.setTimer(onStalled, patienceMs);
    return { done: false, value };
  }

  protected onEnd(): void {
    this.#cancelPatience();
    void this.options.events.return?.();
    this.options.onEnd();
  }
}
