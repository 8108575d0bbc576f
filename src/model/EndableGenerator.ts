/**
 * An asynchronous generator that ends at once when it is returned, whatever it waits for: one written with `yield` would
 * first have to be woken.
 */
export abstract class EndableGenerator<T> implements AsyncGenerator<T, undefined> {
  #hasEnded = false;

  /** Asked again after each wait: it may have been returned meanwhile. */
  protected hasEnded(): boolean {
    return this.#hasEnded;
  }

  abstract next(): Promise<IteratorResult<T, undefined>>;

  /** Called once, when it has ended. */
  protected abstract onEnd(): void;

  return(): Promise<IteratorResult<T, undefined>> {
    if (!this.#hasEnded) {
      this.#hasEnded = true;
      this.onEnd();
    }
    return Promise.resolve({ done: true, value: undefined });
  }

  async throw(error: unknown): Promise<IteratorResult<T, undefined>> {
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
}
