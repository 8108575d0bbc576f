import type { CaseRecord } from '../model/CaseRecord.js';
import type { ChangeReader } from '../reading/ChangeReader.js';
import type { Finding, KnownCases } from './KnownCases.js';
import type { LiveObserver } from './LiveObserver.js';
import type { Looks } from './Looks.js';
import { Outage } from './Outage.js';
import { type ListedBy, PollWindow } from './PollWindow.js';

export interface SpanWatchOptions {
  readonly reader: ChangeReader;
  readonly looks: Looks;
  readonly known: KnownCases;
  readonly clock: { readonly now: () => number };
  readonly observer: LiveObserver;
  /** Whether somebody names a case, so that its further changes are looked for. */
  readonly isNamed: (row: CaseRecord) => boolean;
  readonly onFindings: (findings: readonly Finding[]) => void;
  readonly onGap: () => void;
}

type Rows = ReadonlyMap<string, CaseRecord>;

/** Looks for what others create, and change where the CRM lists that, by one list of what is new for everybody. */
export class SpanWatch {
  readonly #outage = new Outage();
  #window: PollWindow | null = null;
  #hasListed = false;
  #listsByModification = false;
  #polledAt = -Infinity;
  #callsPerPoll = 1;
  /** Ends with the listing that is under way. */
  #listing: Promise<unknown> = Promise.resolve();
  #nextListing: Promise<Rows> | null = null;

  constructor(private readonly options: SpanWatchOptions) {}

  /** Calls of one poll; 0 where the CRM lists no spans. */
  get callsPerPoll(): number {
    return this.options.reader.listedBy() === null ? 0 : this.#callsPerPoll;
  }

  /** Whether changes are listed too, as declared or as rows have shown. */
  get listsChanges(): boolean {
    return this.#listsByModification || this.options.reader.listedBy() === 'modification';
  }

  /** Watches from now on, whatever came before. Whether there was anything before. */
  beginAnew(now: number): boolean {
    const isFirst = this.#window === null;
    this.#window = new PollWindow(now);
    this.#hasListed = false;
    return !isFirst;
  }

  /** When the next poll is due, in milliseconds since the epoch. */
  dueAt(intervalMs: number): number {
    if (this.options.reader.listedBy() === null || !this.options.looks.mayCall()) return Infinity;
    return this.#polledAt + this.#outage.delayMs(intervalMs);
  }

  /** One poll for everybody. Never rejects. */
  async poll(): Promise<void> {
    this.#polledAt = this.options.clock.now();
    try {
      await this.#list('poll');
      this.#outage.onSuccess();
    } catch (error) {
      if (this.#outage.onFailure()) this.options.onGap();
      this.options.observer.lookFailed('poll', error);
    }
  }

  /** A listing that is asked for from now on: one for all who want it while another one is under way. */
  listAnew(): Promise<Rows> {
    this.#nextListing ??= this.#listing.then(() => {
      this.#nextListing = null;
      return this.#list('readBack');
    });
    return this.#nextListing;
  }

  #list(purpose: 'poll' | 'readBack'): Promise<Rows> {
    const rows = this.#take(purpose);
    this.#listing = rows.catch(() => undefined);
    return rows;
  }

  async #take(purpose: 'poll' | 'readBack'): Promise<Rows> {
    const { reader, looks, known, clock, isNamed, onFindings, onGap } = this.options;
    const askedAt = clock.now();
    const window = (this.#window ??= new PollWindow(askedAt));
    const span = window.span(askedAt);
    const from = span.from.getTime();
    let calls = 0;
    const call = looks.callFor(purpose, () => (calls += 1));
    const { rows, isComplete } = await reader.listSpan(span, call, () => looks.mayCall());
    this.#callsPerPoll = Math.max(1, calls);
    this.#noteDates(rows, from);
    const listedBy: ListedBy = this.listsChanges ? 'modification' : 'creation';
    const toldFrom = this.#hasListed ? -Infinity : toSecond(window.startedAt);
    this.#hasListed = true;
    const findings = known.onListed({ rows, listedBy, askedAt, from, toldFrom }, isNamed);
    window.onRows(rows, listedBy, askedAt);
    onFindings(findings);
    if (isComplete) known.forgetUnlisted(askedAt, listedBy);
    else onGap();
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** A row that was created before the span is there because it was changed in it. */
  #noteDates(rows: readonly CaseRecord[], from: number): void {
    if (this.options.reader.listedBy() === 'creation') return;
    this.#listsByModification ||= rows.some(({ createdAt }) => createdAt !== null && createdAt.getTime() < from);
  }
}

function toSecond(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}
