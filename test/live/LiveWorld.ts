import { LiveFeed } from '../../src/live/LiveFeed.js';
import type { LookPurpose } from '../../src/live/LiveObserver.js';
import type { CaseRecord } from '../../src/model/CaseRecord.js';
import { Fault } from '../../src/model/Fault.js';
import type { CaseFilter } from '../../src/model/filters.js';
import type { Quota } from '../../src/model/Quota.js';
import type { InstantSpan } from '../../src/model/search.js';
import { TenantCapabilities } from '../../src/reading/capabilities/TenantCapabilities.js';
import type { ChangeReader } from '../../src/reading/ChangeReader.js';
import { createChangeReader } from '../../src/reading/createChangeReader.js';
import { FakeClock, settle } from '../support/FakeClock.js';
import { FakeWolkvoxClient } from '../support/FakeWolkvoxClient.js';
import { makeCase } from '../support/records.js';

/** What a subscriber was told: `version` is what the case held when it was read, 0 for a gap. */
export interface Told {
  readonly kind: 'CREATED' | 'UPDATED' | 'GAP';
  readonly id: string | null;
  readonly version: number;
}

export interface WorldOptions {
  readonly listsBy?: 'creation' | 'modification';
  readonly intervalMs?: number;
  readonly quotaShare?: number;
  readonly quota?: (world: LiveWorld) => Quota;
  /** Whether rows have no place for the solution, as some tenants' have not. */
  readonly leavesOutSolution?: boolean;
  /** How long the CRM takes for an answer; what it tells is how things are after half of it. */
  readonly latencyMs?: number;
}

const secondMs = 1_000;
const noQuota: Quota = {
  limit: null,
  used: 0,
  remaining: null,
  resetsAt: null,
  isEstimate: true,
  reservedForWrites: 0,
};

/** A CRM in which people of this process and others write cases, and the feed that watches it. */
export class LiveWorld {
  readonly clock = new FakeClock(Date.parse('2026-03-02T15:00:00Z'));
  readonly cases = new Map<string, { record: CaseRecord; version: number }>();
  readonly feed: LiveFeed;
  /** The looks that were made, with their times. */
  readonly looks: { readonly purpose: LookPurpose; readonly at: number }[] = [];
  isDown = false;
  readonly #latencyMs: number;
  #created = 0;

  constructor(readonly options: WorldOptions = {}) {
    this.#latencyMs = options.latencyMs ?? 40;
    this.feed = new LiveFeed({
      reader: this.#reader(),
      findCase: (id) => this.#answer(() => this.cases.get(id)?.record ?? null),
      invalidate: () => undefined,
      quota: () => options.quota?.(this) ?? noQuota,
      clock: this.clock,
      intervalMs: options.intervalMs ?? 5_000,
      quotaShare: options.quotaShare ?? 1,
      id: 'world',
      observer: {
        told: () => undefined,
        called: (purpose) => {
          this.looks.push({ purpose, at: this.clock.now() });
        },
        lookFailed: (_purpose, error) => {
          if (!(error instanceof Fault)) throw error;
        },
      },
    });
  }

  /** A new case, without anybody being told. */
  create(): string {
    this.#created += 1;
    const id = `c${String(this.#created).padStart(6, '0')}`;
    this.#put(id, 1, this.#second(), null);
    return id;
  }

  /** A change of a case, without anybody being told. */
  update(id: string): void {
    const known = this.cases.get(id);
    if (known !== undefined) this.#put(id, known.version + 1, known.record.createdAt, this.#second());
  }

  /** The same by this process, which tells the feed as the writer does. */
  async createHere(): Promise<string> {
    this.feed.ownWriteBegun(null);
    await this.#pass(this.#latencyMs / 2);
    const id = this.create();
    await this.#pass(this.#latencyMs / 2);
    this.feed.ownWriteApplied({ kind: 'CREATED', id, caseNumber: null });
    this.feed.ownWriteEnded(null);
    return id;
  }

  async updateHere(id: string): Promise<void> {
    this.feed.ownWriteBegun(id);
    await this.#pass(this.#latencyMs / 2);
    this.update(id);
    await this.#pass(this.#latencyMs / 2);
    this.feed.ownWriteApplied({ kind: 'UPDATED', id, caseNumber: null });
    this.feed.ownWriteEnded(id);
  }

  subscriber(filter: CaseFilter | null = null): Subscriber {
    return new Subscriber(this.feed, filter);
  }

  #second(): Date {
    return new Date(Math.floor(this.clock.now() / secondMs) * secondMs);
  }

  #put(id: string, version: number, createdAt: Date | null, updatedAt: Date | null): void {
    const solution = this.options.leavesOutSolution === true ? undefined : null;
    const given = { solution, createdAt, updatedAt, description: `version ${String(version)}` };
    const status = { name: 'Abierto', condition: 'OPEN' as const };
    const whole = { caseNumber: `N-${id}`, type: { name: 'Request', kind: 'REQUEST' as const }, status };
    this.cases.set(id, { record: makeCase(id, { ...whole, ...given }), version });
  }

  #pass(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.setTimer(resolve, ms);
    });
  }

  async #answer<T>(look: () => T): Promise<T> {
    await this.#pass(this.#latencyMs / 2);
    const isDown = this.isDown;
    const answer = look();
    await this.#pass(this.#latencyMs / 2);
    if (isDown) throw new Fault('UPSTREAM_UNAVAILABLE');
    return answer;
  }

  /** Filters as the real reader compares them; spans and look-ups as this world is. */
  #reader(): ChangeReader {
    const capabilities = new TenantCapabilities({ clock: this.clock });
    const real = createChangeReader(new FakeWolkvoxClient(), capabilities);
    const { listsBy = 'creation' } = this.options;
    const isIn = ({ from, to }: InstantSpan, { createdAt, updatedAt }: CaseRecord): boolean => {
      const at = listsBy === 'creation' ? createdAt : (updatedAt ?? createdAt);
      return at !== null && at >= from && at < to;
    };
    return {
      matcher: (filter) => real.matcher(filter),
      isWhole: (row) => real.isWhole(row),
      listedBy: () => listsBy,
      listSpan: (span, call) => {
        call.onCall('dates');
        return this.#answer(() => ({
          rows: [...this.cases.values()].map(({ record }) => record).filter((record) => isIn(span, record)),
          isComplete: true,
        }));
      },
      readCase: ({ field, value }, call) => {
        call.onCall('search');
        return this.#answer(
          () => [...this.cases.values()].find(({ record }) => record[field] === value)?.record ?? null,
        );
      },
    };
  }
}

/** Somebody who takes what he is told, goes away and comes back with his cursor. */
export class Subscriber {
  readonly told: Told[] = [];
  #cursor: string | null = null;
  #changes: ReturnType<LiveFeed['subscribe']> | null = null;

  constructor(
    private readonly feed: LiveFeed,
    private readonly filter: CaseFilter | null,
  ) {
    this.connect();
  }

  connect(): void {
    if (this.#changes !== null) return;
    const changes = this.feed.subscribe(this.filter, this.#cursor);
    this.#changes = changes;
    void this.#take(changes);
  }

  disconnect(): void {
    void this.#changes?.return(undefined);
    this.#changes = null;
  }

  async #take(changes: ReturnType<LiveFeed['subscribe']>): Promise<void> {
    for (;;) {
      const { value: change } = await changes.next();
      // What arrives after the connection is gone was never received.
      if (change === undefined || this.#changes !== changes) return;
      const record = await change.subject?.load().catch(() => null);
      if (this.#changes !== changes) return;
      this.#cursor = change.cursor;
      const version = Number(record?.description?.slice('version '.length) ?? 0);
      this.told.push({ kind: change.kind, id: change.subject?.reference.id ?? null, version });
    }
  }
}

/** Lets everything happen that is under way, and the looks that are due. */
export async function letPass(world: LiveWorld, ms: number): Promise<void> {
  await world.clock.advance(ms);
  await settle();
}
