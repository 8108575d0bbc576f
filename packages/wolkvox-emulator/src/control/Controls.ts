import type { Door } from '../Door.js';
import type { EmulatorClock } from '../EmulatorClock.js';
import type { FaultRule } from '../faults/FaultRule.js';
import type { FaultScript } from '../faults/FaultScript.js';
import type { Journal, JournalEntry } from '../Journal.js';
import type { JsonObject } from '../Json.js';
import type { Settings } from '../Settings.js';
import type { User } from '../store/User.js';
import type { ResetOptions, Tenant } from '../Tenant.js';

/** What a test can see and do behind the vendor's API; the control paths do the same over HTTP. */
export class Controls {
  readonly #tenant: Tenant;
  readonly #door: Door;
  readonly #faults: FaultScript;
  readonly #journal: Journal;

  constructor(parts: {
    readonly tenant: Tenant;
    readonly door: Door;
    readonly faults: FaultScript;
    readonly journal: Journal;
  }) {
    this.#tenant = parts.tenant;
    this.#door = parts.door;
    this.#faults = parts.faults;
    this.#journal = parts.journal;
  }

  /** The tenant's name. */
  get operation(): string {
    return this.#tenant.operation;
  }

  get clock(): EmulatorClock {
    return this.#tenant.clock;
  }

  /** Every vendor request with an id above `since` (default: all), in order of arrival. */
  journal(since = 0): readonly JournalEntry[] {
    return this.#journal.since(since);
  }

  clearJournal(): void {
    this.#journal.clear();
  }

  /** Records, settings, clock, counts, faults and journal as at the start, or with another seed or dataset. */
  reset(options: ResetOptions = {}): void {
    this.#tenant.reset(options);
    this.#door.reset();
    this.#faults.clear();
    this.#journal.clear();
  }

  settings(): Settings {
    return this.#tenant.settings;
  }

  configure(changes: Partial<Settings>): void {
    this.#tenant.settings = { ...this.#tenant.settings, ...changes };
  }

  /** Replaces the fault script; `seed` decides what rules with a probability do. */
  setFaults(rules: readonly FaultRule[], seed = 1): void {
    this.#faults.set(rules, seed);
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  /** The rules with how many calls each saw and how many it may still meet (null: no end). */
  faults(): { readonly rule: FaultRule; readonly seen: number; readonly left: number | null }[] {
    return this.#faults.state();
  }

  /** The users that records may name. */
  users(): readonly User[] {
    return this.#tenant.users;
  }

  /** The module's records as stored; collection steps are under `gestiones`. Empty for an unknown module. */
  records(module: string): readonly JsonObject[] {
    return (this.#tenant.store.table(module)?.records() ?? []).map((record) => record.document);
  }

  /** How many records each module holds. */
  counts(): Readonly<Record<string, number>> {
    const { store } = this.#tenant;
    return Object.fromEntries(store.modules().map((module) => [module, store.table(module)?.size ?? 0]));
  }

  /** Stores a record past the vendor's API and its journal, visible at once; gives its id. */
  insertRecord(module: string, document: JsonObject): string {
    return this.#tenant.insert(module, document);
  }

  /** Changes keys of a record past the vendor's API; false when there is no such record. */
  patchRecord(module: string, id: string, changes: JsonObject): boolean {
    const record = this.#tenant.store.table(module)?.get(id);
    if (record === undefined) return false;
    this.#tenant.store.put(module, { ...record.document, ...changes, wolkvox_id: id }, record.visibleFromMs);
    return true;
  }

  /** Removes a record past the vendor's API; false when there was none. */
  removeRecord(module: string, id: string): boolean {
    return this.#tenant.store.table(module)?.remove(id) ?? false;
  }

  /** Calls counted against the day's quota. */
  callsToday(): number {
    return this.#tenant.callsToday;
  }

  setCallsToday(count: number): void {
    this.#tenant.callsToday = count;
  }
}
