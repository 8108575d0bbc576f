/** Time as a parameter, so that tests can be its master. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs the callback once, after the delay; the returned function calls it off. */
  setTimer(callback: () => void, delayMs: number): () => void;
}
