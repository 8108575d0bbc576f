import type { ExecutionResult } from 'graphql';
import type { Clock } from '../../model/Clock.js';

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
 * that does not read. Unlike an async generator it ends at once when it is returned, whatever it waits for.
 */
export class ResultStream implements AsyncGenerator<EventResult, undefined> {
  #hasEnded = false;
  #cancelPatience: () => void = () => undefined;

  constructor(private readonly options: ResultStreamOptions) {}

  async next(): Promise<IteratorResult<EventResult, undefined>> {
    this.#cancelPatience();
    if (this.#hasEnded) return { done: true, value: undefined };
    const { events, execute, clock, onStalled, patienceMs } = this.options;
    const event = await events.next();
    if (event.done === true) return this.return();
    const value = await execute(event.value);
    if (this.#isOver()) return { done: true, value: undefined };
    this.#cancelPatience = clock.setTimer(onStalled, patienceMs);
    return { done: false, value };
  }

  return(): Promise<IteratorResult<EventResult, undefined>> {
    if (!this.#hasEnded) {
      this.#hasEnded = true;
      this.#cancelPatience();
      void this.options.events.return?.();
      this.options.onEnd();
    }
    return Promise.resolve({ done: true, value: undefined });
  }

  async throw(error: unknown): Promise<IteratorResult<EventResult, undefined>> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  readonly [Symbol.toStringTag] = 'AsyncGenerator';

  /** Asked again after waiting: the stream may have been returned meanwhile. */
  #isOver(): boolean {
    return this.#hasEnded;
  }
}
