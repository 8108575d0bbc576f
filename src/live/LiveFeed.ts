import type { CallContext } from '../model/CallContext.js';
import type { CaseRecord } from '../model/CaseRecord.js';
import type { Clock } from '../model/Clock.js';
import type { CaseFilter } from '../model/filters.js';
import { toCaseId } from '../model/ids.js';
import type { Quota } from '../model/Quota.js';
import type { WriteEffect } from '../model/WriteEffect.js';
import type { ChangeReader } from '../reading/ChangeReader.js';
import { CaseSubscription } from './CaseSubscription.js';
import { CaseWatch } from './CaseWatch.js';
import { ChangeLog } from './ChangeLog.js';
import { effectOfFinding } from './effectOfFinding.js';
import { type Finding, KnownCases } from './KnownCases.js';
import type { ChangedCase, LiveCases, ToldChange } from './LiveCases.js';
import { type LiveObserver, silentLiveObserver } from './LiveObserver.js';
import type { LivePurseOptions } from './LivePurse.js';
import { Looks } from './Looks.js';
import { SpanWatch } from './SpanWatch.js';
import { rememberedMs, WatchedCases } from './WatchedCases.js';

/** The interval and the share of the quota are the settings LIVE_INTERVAL_MS and LIVE_QUOTA_SHARE. */
export interface LiveFeedOptions extends LivePurseOptions {
  readonly reader: ChangeReader;
  /** Reads a case for those who were told of it, through memory. */
  readonly findCase: (id: string, call: CallContext) => Promise<CaseRecord | null>;
  /** Drops what is remembered and shows the time before a change by others. */
  readonly invalidate: (effect: WriteEffect) => void;
  readonly quota: () => Quota;
  readonly clock: Clock;
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
/** The longest without another thought of when the next look is due: what is known of the quota may change. */
const longestPauseMs = 60_000;

/**
 * The changes of cases, for all subscribers of the process: what is written here, and what is found by looking. Looks are
 * made one at a time, as often as the share of the quota allows, and none while nobody listens.
 */
export class LiveFeed implements LiveCases {
  readonly #log: ChangeLog;
  readonly #known = new KnownCases();
  readonly #watched = new WatchedCases();
  readonly #looks: Looks;
  readonly #spans: SpanWatch;
  readonly #cases: CaseWatch;
  readonly #observer: LiveObserver;
  #subscribers = 0;
  /** When the last subscriber left. */
  #leftAt = -Infinity;
  #isLooking = false;
  #cancelTimer: () => void = () => undefined;

  constructor(private readonly options: LiveFeedOptions) {
    const { clock, reader } = options;
    const observer = options.observer ?? silentLiveObserver;
    this.#observer = observer;
    this.#log = new ChangeLog(options.id, bufferedChanges);
    this.#looks = new Looks({ ...options, observer });
    const shared = {
      reader,
      clock,
      observer,
      looks: this.#looks,
      known: this.#known,
      onFindings: (findings: readonly Finding[]) => {
        this.#tellFindings(findings);
      },
      onGap: () => {
        this.#tellGap();
      },
    };
    this.#spans = new SpanWatch({ ...shared, isNamed: (row) => this.#watched.has(row.id, row.caseNumber) });
    this.#cases = new CaseWatch({ ...shared, watched: this.#watched });
  }

  intervalMs(): number {
    const reads = this.#spans.listsChanges ? 0 : this.#watched.count;
    return this.#looks.intervalMs(this.#spans.callsPerPoll + reads);
  }

  subscribe(filter: CaseFilter | null, after: string | null): AsyncGenerator<ToldChange, undefined> {
    const { reader, clock } = this.options;
    const matcher = filter === null ? null : reader.matcher(filter);
    const since = after === null ? this.#log.end : this.#log.positionOf(after);
    // After a long silence nobody can have come back in time: watching begins anew, which is a gap for who remembers.
    if (!this.#isWatching() && this.#spans.beginAnew(clock.now())) this.#tellGap();
    const named = matcher?.named ?? [];
    const areKnown = this.#watched.add(named, this.#log.end, after === null ? null : since);
    this.#subscribers += 1;
    this.#plan();
    return new CaseSubscription({
      log: this.#log,
      matcher,
      position: areKnown || this.#spans.listsChanges ? since : null,
      now: () => clock.now(),
      onEnd: () => {
        this.#watched.remove(named, clock.now());
        this.#subscribers -= 1;
        this.#leftAt = clock.now();
        this.#plan();
      },
    });
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
    const now = this.options.clock.now();
    // What nobody has looked for since, nobody will take for the doing of others.
    const isWatching = this.#isWatching();
    const isNews = kind === 'UPDATED' || !isWatching || this.#known.onOwnCreation(id, now);
    const isObserved = isWatching && (this.#spans.listsChanges || this.#known.knowsVersionOf(id));
    if (isObserved) this.#known.onOwnVersion(id, now);
    if (!isNews) return;
    const read = isObserved && this.#subscribers > 0 ? this.#readBack(id) : null;
    read?.catch((error: unknown) => {
      this.#observer.lookFailed('readBack', error);
    });
    // Where reading it back fails, whoever wants the case reads it himself.
    const find = (): Promise<CaseRecord | null> => this.options.findCase(id, this.#looks.call());
    const load = once(() => read?.catch(find) ?? find());
    this.#tell(kind, { reference: { id: toCaseId(id), caseNumber: caseNumber ?? undefined }, load });
  }

  /** Something was written that nobody can name: a write whose outcome was unknown has turned out to be made. */
  somethingWritten(): void {
    this.#tellGap();
  }

  /** Makes no more calls. Subscriptions go on until they are returned. */
  stop(): void {
    this.#cancelTimer();
    this.#looks.stop();
  }

  /** Whether somebody listens, or did a little while ago and may come back. */
  #isWatching(): boolean {
    return this.#subscribers > 0 || this.options.clock.now() - this.#leftAt < rememberedMs;
  }

  /** In the way in which the case is watched: rows of one list are compared with rows of the same. */
  async #readBack(id: string): Promise<CaseRecord | null> {
    if (!this.#spans.listsChanges) return this.#cases.readBack(id);
    return (await this.#spans.listAnew()).get(id) ?? this.options.findCase(id, this.#looks.call());
  }

  /** Sets the timer for what is due next; none while nobody listens. */
  #plan(): void {
    this.#cancelTimer();
    if (this.#isLooking || this.#subscribers === 0 || this.#looks.isStopped) return;
    const { clock } = this.options;
    const delayMs = Math.max(0, Math.min(this.#pollDueAt(), this.#readDueAt()) - clock.now());
    this.#cancelTimer = clock.setTimer(() => void this.#look(), Math.min(delayMs, longestPauseMs));
  }

  async #look(): Promise<void> {
    const { clock } = this.options;
    this.#isLooking = true;
    try {
      if (this.#pollDueAt() <= clock.now()) await this.#spans.poll();
      if (this.#readDueAt() <= clock.now()) await this.#cases.read(this.intervalMs());
      for (const id of this.#watched.forgetLeft(clock.now())) this.#known.forgetVersion(id);
    } finally {
      this.#isLooking = false;
      this.#plan();
    }
  }

  #pollDueAt(): number {
    return this.#spans.dueAt(this.intervalMs());
  }

  #readDueAt(): number {
    return this.#spans.listsChanges ? Infinity : this.#cases.dueAt(this.intervalMs());
  }

  /** What others did is not what is remembered: whoever is told of it may read it. */
  #tellFindings(findings: readonly Finding[]): void {
    const { reader, invalidate, findCase } = this.options;
    for (const finding of findings) {
      const { kind, record } = finding;
      const { id, caseNumber } = record;
      invalidate(effectOfFinding(finding));
      const load = once(() => (reader.isWhole(record) ? Promise.resolve(record) : findCase(id, this.#looks.call())));
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
