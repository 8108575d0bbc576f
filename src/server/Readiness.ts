/** Why the process is not ready for traffic; null when it is. */
export type Unreadiness = 'starting' | 'draining' | 'journal-unwritable' | null;

/** Where the process is in its life. The CRM being down is not a part of it: stale and local answers go on. */
export class Readiness {
  #phase: 'starting' | 'serving' | 'draining' = 'starting';

  /** `isJournalWritable` is asked each time: disks fill up and come back. */
  constructor(private readonly isJournalWritable: () => boolean) {}

  get isDraining(): boolean {
    return this.#phase === 'draining';
  }

  get unreadiness(): Unreadiness {
    if (this.#phase !== 'serving') return this.#phase;
    return this.isJournalWritable() ? null : 'journal-unwritable';
  }

  /** Whether a mutation can be taken at all. */
  get canWrite(): boolean {
    return this.isJournalWritable();
  }

  startServing(): void {
    if (this.#phase === 'starting') this.#phase = 'serving';
  }

  startDraining(): void {
    this.#phase = 'draining';
  }
}
