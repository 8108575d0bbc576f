import { setMaxListeners } from 'node:events';
import type { CallContext } from '../model/CallContext.js';
import type { CaseRecord } from '../model/CaseRecord.js';
import type { Clock } from '../model/Clock.js';
import type { CaseFilter } from '../model/filters.js';
import { toCaseId } from '../model/ids.js';
import type { Quota } from '../model/Quota.js';
import type { WriteEffect } from '../model/WriteEffect.js';
import type { ChangeReader } from '../reading/ChangeReader.js';
import type { ToldChange, ChangedCase, LiveCases } from './LiveCases.js';
import { CaseSubscription } from './CaseSubscription.js';
import { ChangeLog } from './ChangeLog.js';
import { effectOfFinding } from './effectOfFinding.js';
import { type Finding, KnownCases } from './KnownCases.js';
import { LivePurse } from './LivePurse.js';
import { type LiveObserver, silentLiveObserver } from './LiveObserver.js';
import { Outage } from './Outage.js';
import { type ListedBy, PollWindow } from './PollWindow.js';
import { rememberedMs, type WatchedCase, WatchedCases } from './WatchedCases.js';

export interface LiveFeedOptions {
  readonly reader: ChangeReader;
  /** Reads a case for those who were told of it, through memory. */
  readonly findCase: (id: string, call: CallContext) => Promise<CaseRecord | null>;
  /** Drops what is remembered and shows the time before a change by others. */
  readonly invalidate: (effect: WriteEffect) => void;
  readonly quota: () => Quota;
  readonly clock: Clock;
  /** Settings: LIVE_INTERVAL_MS and LIVE_QUOTA_SHARE. */
  readonly intervalMs: number;
  readonly quotaShare: number;
  /** Names this process in cursors. */
  readonly id: string;
  readonly observer?: LiveObserver;
}

/** A write of a case that the CRM has. */
export interface OwnWrite {
  readonly kind: 'CREATED' | 'UPDATED';
  readonly id: string;
  /** Null where it is not known. */
  readonly caseNumber: string | null;
}

/** How many changes are kept for subscribers who are behind or come back. */
const bufferedChanges = 1_000;
/** A look that takes longer has failed. */
const callBudgetMs = 8_000;
/** A look that failed is tried once more so much later, before anybody is told. */
const secondTryMs = 500;

/**
 * The changes of cases, for all subscribers of the process: one poll for what others create, re-reads of the cases that
 * subscribers name, and the writes made here. The one place of this layer that makes calls: one at a time, as often as the
 * purse allows, and none while nobody listens.
 */
export class LiveFeed implements LiveCases {
  readonly #log: ChangeLog;
  readonly #known = new KnownCases();
  readonly #watched = new WatchedCases();
  readonly #purse: LivePurse;
  readonly #pollOutage = new Outage();
  readonly #readOutage = new Outage();
  readonly #subscriptions = new Set<CaseSubscription>();
  readonly #stopped = new AbortController();
  readonly #observer: LiveObserver;
  #window: PollWindow | null = null;
  #hasPolled = false;
  #listsByModification = false;
  #polledAt = -Infinity;
  /** When the last subscriber left. */
  #leftAt = -Infinity;
  #pollCalls = 1;
  #readAt = -Infinity;
  /** Ends with the listing that is under way. */
  #listing: Promise<void> = Promise.resolve();
  #nextListing: Promise<ReadonlyMap<string, CaseRecord>> | null = null;
  #isBusy = false;
  #cancelTimer: () => void = () => undefined;

  constructor(private readonly options: LiveFeedOptions) {
    this.#log = new ChangeLog(options.id, bufferedChanges);
    this.#purse = new LivePurse(options);
    this.#observer = options.observer ?? silentLiveObserver;
    // As many listen to it as cases are read at a time.
    setMaxListeners(0, this.#stopped.signal);
  }

  /** The subscriptions that are open. */
  get subscriberCount(): number {
    return this.#subscriptions.size;
  }

  /** The interval in force, in milliseconds: between two polls, and between two reads of one case. */
  intervalMs(): number {
    const { quota, clock } = this.options;
    return this.#purse.intervalMs(quota(), clock.now(), this.#callsPerRound());
  }

  subscribe(filter: CaseFilter | null, after: string | null): AsyncGenerator<ToldChange, undefined> {
    const { reader, clock } = this.options;
    const matcher = filter === null ? null : reader.matcher(filter);
    const since = after === null ? this.#log.end : this.#log.positionOf(after);
    const named = matcher?.named ?? [];
    this.#openWindow(clock.now());
    const isUnknown = this.#watched.add(named, this.#log.end, after === null ? null : since).length > 0;
    const subscription = new CaseSubscription({
      log: this.#log,
      matcher,
      position: isUnknown ? null : since,
      now: () => clock.now(),
      onEnd: () => {
        this.#subscriptions.delete(subscription);
        this.#watched.remove(named, clock.now());
        this.#leftAt = clock.now();
        this.#plan();
      },
    });
    this.#subscriptions.add(subscription);
    this.#plan();
    return subscription;
  }

  /** A write of a case is about to be made here; `id` is null for a creation. */
  ownWriteBegun(id: string | null): void {
    if (id !== null) this.#known.onOwnWriteBegun(id);
  }

  /** Such a write has ended, in whatever way. */
  ownWriteEnded(id: string | null): void {
    if (id !== null) this.#known.onOwnWriteEnded(id);
  }

  /** The CRM has a write of a case that was made here. */
  ownWriteApplied({ kind, id, caseNumber }: OwnWrite): void {
    this.#tellOwnWrite(kind, id, caseNumber);
  }

  /** Something was written that nobody can name: a write whose outcome was unknown has turned out to be made. */
  somethingWritten(): void {
    this.#tellGap();
  }

  /** Makes no more calls. Subscriptions go on until they are returned. */
  stop(): void {
    this.#cancelTimer();
    this.#stopped.abort();
  }

  /** After a long silence nobody can have come back in time: watching begins anew, which is a gap for who remembers. */
  #openWindow(now: number): void {
    if (this.#window !== null && this.#isWatching(now)) return;
    if (this.#window !== null) this.#tellGap();
    this.#window = new PollWindow(now);
    this.#hasPolled = false;
  }

  /** Whether somebody listens, or did a little while ago and may come back. */
  #isWatching(now: number): boolean {
    return this.#subscriptions.size > 0 || now - this.#leftAt < rememberedMs;
  }

  #tellOwnWrite(kind: 'CREATED' | 'UPDATED', id: string, caseNumber: string | null): void {
    const now = this.options.clock.now();
    // What nobody has looked for since, nobody will take for the doing of others.
    const isWatching = this.#isWatching(now);
    const isNews = kind === 'UPDATED' || !isWatching || this.#known.onOwnCreation(id, now);
    const isObserved = isWatching && (this.#isListedByModification() || this.#known.knowsVersionOf(id));
    if (isObserved) this.#known.onOwnVersion(id, now);
    if (!isNews) return;
    const read = isObserved && this.#subscriptions.size > 0 ? this.#readBack(id) : null;
    read?.catch((error: unknown) => {
      this.#observer.lookFailed('readBack', error);
    });
    // Where reading it back fails, whoever wants the case reads it himself.
    const find = (): Promise<CaseRecord | null> => this.options.findCase(id, this.#call());
    const load = once(() => read?.catch(find) ?? find());
    this.#tell(kind, { reference: { id: toCaseId(id), caseNumber: caseNumber ?? undefined }, load });
  }

  /**
   * Reads how a watched case is after a write, so that what others do next is told from it, and in the way in which it is
   * watched. It is also what subscribers are sent, and so a part of the write's price and not of the looks'.
   */
  async #readBack(id: string): Promise<CaseRecord | null> {
    const { reader, clock } = this.options;
    if (this.#isListedByModification())
      return (await this.#listAnew()).get(id) ?? this.options.findCase(id, this.#call());
    const askedAt = clock.now();
    const record = await reader.readCase({ field: 'id', value: id }, this.#lookCall('readBack'));
    const finding = record === null ? null : this.#known.onRead(record, askedAt, false);
    if (finding !== null) this.#tellFindings([finding]);
    return record;
  }

  /** A listing that is asked for from now on: one for all who want it while another one is under way. */
  #listAnew(): Promise<ReadonlyMap<string, CaseRecord>> {
    this.#nextListing ??= this.#listing.then(() => {
      this.#nextListing = null;
      return this.#list('readBack');
    });
    return this.#nextListing;
  }

  /** Sets the timer for what is due next; none while nobody listens. */
  #plan(): void {
    this.#cancelTimer();
    if (this.#isBusy || this.#subscriptions.size === 0 || this.#stopped.signal.aborted) return;
    const { clock } = this.options;
    const delayMs = Math.max(0, Math.min(this.#pollDueAt(), this.#readDueAt()) - clock.now());
    // Where the interval is long, what is known of the quota may change meanwhile.
    this.#cancelTimer = clock.setTimer(() => void this.#look(), Math.min(delayMs, 60_000));
  }

  async #look(): Promise<void> {
    const { clock } = this.options;
    this.#isBusy = true;
    try {
      if (this.#pollDueAt() <= clock.now()) await this.#poll();
      if (this.#readDueAt() <= clock.now()) await this.#reread();
      for (const { id } of this.#watched.forgetLeft(clock.now())) if (id !== null) this.#known.forgetVersion(id);
    } finally {
      this.#isBusy = false;
      this.#plan();
    }
  }

  #pollDueAt(): number {
    if (this.options.reader.listedBy() === null || !this.#purse.mayCall(this.options.quota())) return Infinity;
    return this.#polledAt + this.#pollOutage.delayMs(this.intervalMs(), secondTryMs);
  }

  /** One poll for everybody. */
  async #poll(): Promise<void> {
    this.#polledAt = this.options.clock.now();
    try {
      await this.#list('poll');
      this.#pollOutage.onSuccess();
    } catch (error) {
      if (this.#pollOutage.onFailure()) this.#tellGap();
      this.#observer.lookFailed('poll', error);
    }
  }

  /** Lists what was created since the last time, and what was changed where the CRM lists that, and tells the news. */
  async #list(purpose: 'poll' | 'readBack'): Promise<ReadonlyMap<string, CaseRecord>> {
    const listing = this.#takeListing(purpose);
    this.#listing = listing.then(
      () => undefined,
      () => undefined,
    );
    return listing;
  }

  async #takeListing(purpose: 'poll' | 'readBack'): Promise<ReadonlyMap<string, CaseRecord>> {
    const { reader, clock, quota } = this.options;
    const askedAt = clock.now();
    const window = (this.#window ??= new PollWindow(askedAt));
    const span = window.span(askedAt);
    const from = span.from.getTime();
    let calls = 0;
    const call = this.#lookCall(purpose, () => (calls += 1));
    const { rows, isComplete } = await reader.listSpan(span, call, () => this.#purse.mayCall(quota()));
    this.#pollCalls = Math.max(1, calls);
    this.#noteListing(rows, from);
    const listedBy: ListedBy = this.#isListedByModification() ? 'modification' : 'creation';
    const toldFrom = this.#hasPolled ? -Infinity : toSecond(window.startedAt);
    this.#hasPolled = true;
    const findings = this.#known.onListed({ rows, listedBy, askedAt, from, toldFrom }, (row) =>
      this.#watched.has(row.id, row.caseNumber),
    );
    window.onRows(rows, listedBy, askedAt);
    this.#tellFindings(findings);
    if (isComplete) this.#known.forgetUnlisted(askedAt, (id) => listedBy === 'creation' && this.#watched.has(id, null));
    else this.#tellGap();
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** A row that was created before the span is there because it was changed in it. */
  #noteListing(rows: readonly CaseRecord[], from: number): void {
    if (this.options.reader.listedBy() === 'creation') return;
    this.#listsByModification ||= rows.some(({ createdAt }) => createdAt !== null && createdAt.getTime() < from);
  }

  #isListedByModification(): boolean {
    return this.#listsByModification || this.options.reader.listedBy() === 'modification';
  }

  /** Cases that were never read are due at once, the others in turn, so that each is read once an interval. */
  #readDueAt(): number {
    const next = this.#nextToRead();
    if (next === null || !this.#purse.mayCall(this.options.quota())) return Infinity;
    if (next.readAt === null && !this.#readOutage.isOn) return -Infinity;
    const stepMs = this.intervalMs() / this.#watched.current.length;
    const dueAt = next.readAt === null ? -Infinity : next.readAt + this.intervalMs();
    return Math.max(dueAt, this.#readAt + this.#readOutage.delayMs(stepMs, secondTryMs));
  }

  #nextToRead(): WatchedCase | null {
    if (this.#isListedByModification()) return null;
    const readAt = (watched: WatchedCase): number => watched.readAt ?? -Infinity;
    return this.#watched.current.reduce<WatchedCase | null>(
      (first, watched) => (first === null || readAt(watched) < readAt(first) ? watched : first),
      null,
    );
  }

  async #reread(): Promise<void> {
    const { reader, clock } = this.options;
    const watched = this.#nextToRead();
    if (watched === null) return;
    const askedAt = clock.now();
    this.#readAt = askedAt;
    try {
      const record = await reader.readCase(watched.key, this.#lookCall('reread'));
      const wasAbsent = watched.readAt !== null && watched.id === null;
      watched.readAt = askedAt;
      watched.id = record?.id ?? null;
      this.#readOutage.onSuccess();
      const finding = record === null ? null : this.#known.onRead(record, askedAt, wasAbsent);
      if (finding !== null) this.#tellFindings([finding]);
    } catch (error) {
      if (this.#readOutage.onFailure()) this.#tellGap();
      this.#observer.lookFailed('reread', error);
    }
  }

  /** What others did is not what is remembered: whoever is told of it may read it. */
  #tellFindings(findings: readonly Finding[]): void {
    for (const finding of findings) {
      const { kind, record } = finding;
      const { id, caseNumber } = record;
      this.options.invalidate(effectOfFinding(finding));
      const isWhole = this.options.reader.isWhole(record);
      const load = once(() => (isWhole ? Promise.resolve(record) : this.options.findCase(id, this.#call())));
      this.#tell(kind, { reference: { id, caseNumber }, load });
    }
  }

  #tell(kind: 'CREATED' | 'UPDATED', subject: ChangedCase): void {
    this.#log.append({ kind, subject, observedAt: new Date(this.options.clock.now()) });
    this.#observer.told(kind);
  }

  #tellGap(): void {
    this.#log.append({ kind: 'GAP', subject: null, observedAt: new Date(this.options.clock.now()) });
    this.#observer.told('GAP');
  }

  #callsPerRound(): number {
    const polls = this.options.reader.listedBy() === null ? 0 : this.#pollCalls;
    return polls + (this.#isListedByModification() ? 0 : this.#watched.current.length);
  }

  /** For a look: counted, and not repeated within the client, since it comes again by itself. */
  #lookCall(purpose: 'poll' | 'reread' | 'readBack', onSent: () => void = () => undefined): CallContext {
    return {
      ...this.#call(),
      isRepeatedAnyway: true,
      onCall: () => {
        if (purpose !== 'readBack') this.#purse.count(this.options.quota());
        this.#observer.called(purpose);
        onSent();
      },
    };
  }

  #call(): CallContext {
    const deadlineAt = this.options.clock.now() + callBudgetMs;
    return { deadlineAt, signal: this.#stopped.signal, onCall: () => undefined, owner: this };
  }
}

function toSecond(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}

/** Makes a promise when it is first asked for, and gives the same one from then on; one that fails is made again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () =>
    (made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    }));
}
