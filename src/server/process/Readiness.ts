/** What `/readyz` says. `read-only`: the journal cannot be written, so that mutations are refused and reads go on. */
export type ReadinessStatus = 'starting' | 'ready' | 'read-only' | 'draining';

/** Where the process is in its life. The CRM being down is not a part of it: stale and local answers go on. */
export class Readiness {
  #phase: 'starting' | 'serving' = 'starting';
  readonly #draining = new AbortController();

  /** `isJournalWritable` is asked each time: disks fill up and come back. */
  constructor(private readonly isJournalWritable: () => boolean) {}

  /** Raised when the process begins to end. */
  get draining(): AbortSignal {
    return this.#draining.signal;
  }

  get isDraining(): boolean {
    return this.#draining.signal.aborted;
  }

  get status(): ReadinessStatus {
    if (this.isDraining) return 'draining';
    if (this.#phase === 'starting') return 'starting';
    return this.isJournalWritable() ? 'ready' : 'read-only';
  }

  /** Whether a mutation can be taken at all. */
  get canWrite(): boolean {
    return this.isJournalWritable();
  }

  startServing(): void {
    this.#phase = 'serving';
  }

  startDraining(): void {
    this.#draining.abort();
  }
}
