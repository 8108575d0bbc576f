/** The emulator's time: the machine's, moved or stopped as a test wants. Instants are milliseconds since 1970 UTC. */
export class EmulatorClock {
  #offsetMs = 0;
  #frozenAtMs: number | null = null;

  constructor(private readonly machineNowMs: () => number) {}

  nowMs(): number {
    return this.#frozenAtMs ?? this.machineNowMs() + this.#offsetMs;
  }

  get isFrozen(): boolean {
    return this.#frozenAtMs !== null;
  }

  /** Jumps to the instant; a running clock runs on from there. */
  set(instantMs: number): void {
    this.#offsetMs = instantMs - this.machineNowMs();
    if (this.#frozenAtMs !== null) this.#frozenAtMs = instantMs;
  }

  /** Moves on by so many milliseconds, or back by a negative number. */
  advance(byMs: number): void {
    this.#offsetMs += byMs;
    if (this.#frozenAtMs !== null) this.#frozenAtMs += byMs;
  }

  freeze(): void {
    this.#frozenAtMs = this.nowMs();
  }

  /** Runs on from the instant at which it stood still. */
  unfreeze(): void {
    if (this.#frozenAtMs === null) return;
    const stoodAtMs = this.#frozenAtMs;
    this.#frozenAtMs = null;
    this.set(stoodAtMs);
  }

  /** Back to the machine's time. */
  reset(): void {
    this.#offsetMs = 0;
    this.#frozenAtMs = null;
  }
}
