import type { CaseRecord } from '../model/CaseRecord.js';
import type { ChangeReader } from '../reading/ChangeReader.js';
import type { Finding, KnownCases } from './KnownCases.js';
import type { LiveObserver } from './LiveObserver.js';
import type { Looks } from './Looks.js';
import type { WatchedCase, WatchedCases } from './WatchedCases.js';

export interface CaseWatchOptions {
  readonly reader: ChangeReader;
  readonly looks: Looks;
  readonly known: KnownCases;
  readonly watched: WatchedCases;
  readonly clock: { readonly now: () => number };
  readonly observer: LiveObserver;
  readonly onFindings: (findings: readonly Finding[]) => void;
  readonly onGap: () => void;
}

/** Looks for what others change in the cases that subscribers name: one read of each an interval, spread over it. */
export class CaseWatch {
  #triedAt = -Infinity;
  #toldGapAt = -Infinity;

  constructor(private readonly options: CaseWatchOptions) {}

  /** When the next read is due, in milliseconds since the epoch. Cases that were never read are due at once. */
  dueAt(intervalMs: number): number {
    const next = this.#next(intervalMs);
    if (next === null || !this.options.looks.mayCall()) return Infinity;
    const dueAt = caseDueAt(next, intervalMs);
    const isUrgent = next.readAt === null || next.outage.isOn;
    return isUrgent ? dueAt : Math.max(dueAt, this.#triedAt + intervalMs / this.options.watched.count);
  }

  /** Reads the case that is due. Never rejects. */
  async read(intervalMs: number): Promise<void> {
    const { reader, looks, known, clock, observer, onFindings, onGap } = this.options;
    const watched = this.#next(intervalMs);
    if (watched === null) return;
    const askedAt = clock.now();
    this.#triedAt = askedAt;
    watched.triedAt = askedAt;
    try {
      const record = await reader.readCase(watched.key, looks.callFor('reread'));
      const wasAbsent = watched.readAt !== null && watched.id === null;
      watched.readAt = askedAt;
      watched.id = record?.id ?? null;
      watched.outage.onSuccess();
      const finding = record && known.onRead(record, askedAt, wasAbsent);
      if (finding) onFindings([finding]);
    } catch (error) {
      // Where the CRM is away, all of them fail: one gap tells as much as many.
      if (watched.outage.onFailure() && askedAt - this.#toldGapAt >= intervalMs) {
        this.#toldGapAt = askedAt;
        onGap();
      }
      observer.lookFailed('reread', error);
    }
  }

  /** Reads how a watched case is after a write, so that what others do next is told from it. */
  async readBack(id: string): Promise<CaseRecord | null> {
    const { reader, looks, known, clock, onFindings } = this.options;
    const askedAt = clock.now();
    const record = await reader.readCase({ field: 'id', value: id }, looks.callFor('readBack'));
    const finding = record && known.onRead(record, askedAt, false);
    if (finding) onFindings([finding]);
    return record;
  }

  #next(intervalMs: number): WatchedCase | null {
    return this.options.watched.current.reduce<WatchedCase | null>(
      (first, watched) =>
        first === null || caseDueAt(watched, intervalMs) < caseDueAt(first, intervalMs) ? watched : first,
      null,
    );
  }
}

function caseDueAt({ triedAt, outage }: WatchedCase, intervalMs: number): number {
  return triedAt + outage.delayMs(intervalMs);
}
