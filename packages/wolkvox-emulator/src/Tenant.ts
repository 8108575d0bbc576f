import { EmulatorClock } from './EmulatorClock.js';
import { type JsonObject, scalarText } from './Json.js';
import { LocalTime } from './LocalTime.js';
import { RandomSource } from './RandomSource.js';
import { RecordIds } from './RecordIds.js';
import { buildDataset } from './seed/buildDataset.js';
import type { DatasetName } from './seed/Dataset.js';
import { defaultSettings, type Settings } from './Settings.js';
import type { Catalogue } from './store/Catalogue.js';
import { Store } from './store/Store.js';
import type { User } from './store/User.js';

/** What makes one tenant different from another; a reset may choose all of it anew but for operation and settings. */
export interface TenantOptions {
  readonly operation: string;
  readonly timeZone: string;
  readonly seed: number;
  readonly dataset: DatasetName;
  /** How many of the dataset's contacts are there twice: same values, another id. */
  readonly duplicateContacts: number;
  /** Settings to start with, and to come back to on a reset. */
  readonly settings: Partial<Settings>;
}

/** What a reset may choose anew; records are added to the dataset, by module. */
export interface ResetOptions {
  readonly seed?: number;
  readonly dataset?: DatasetName;
  readonly timeZone?: string;
  readonly duplicateContacts?: number;
  readonly records?: ReadonlyMap<string, readonly JsonObject[]>;
}

/** The vendor's side of one customer: records, users, configuration, clock and the day's count of calls. */
export class Tenant {
  localTime: LocalTime;
  readonly clock: EmulatorClock;
  store = new Store();
  users: readonly User[] = [];
  catalogue: Catalogue = { types: [], statuses: [], priorities: [] };
  settings: Settings;
  /** For what must look arbitrary in new records, and for faults that come by chance. */
  random: RandomSource;
  #ids: RecordIds;
  #seed: number;
  #dataset: DatasetName;
  #duplicateContacts: number;
  #countedDay = '';
  #callsToday = 0;

  constructor(
    readonly options: TenantOptions,
    machineNowMs: () => number,
  ) {
    this.localTime = new LocalTime(options.timeZone);
    this.clock = new EmulatorClock(machineNowMs);
    this.#seed = options.seed;
    this.#dataset = options.dataset;
    this.#duplicateContacts = options.duplicateContacts;
    this.settings = { ...defaultSettings, ...options.settings };
    this.random = new RandomSource(options.seed);
    this.#ids = new RecordIds(options.seed);
    this.reset({});
  }

  get operation(): string {
    return this.options.operation;
  }

  /** Everything as at the start: records, settings, clock and counts. */
  reset(options: ResetOptions): void {
    this.#seed = options.seed ?? this.#seed;
    this.#dataset = options.dataset ?? this.#dataset;
    this.#duplicateContacts = options.duplicateContacts ?? this.#duplicateContacts;
    if (options.timeZone !== undefined) this.localTime = new LocalTime(options.timeZone);
    this.settings = { ...defaultSettings, ...this.options.settings };
    this.random = new RandomSource(this.#seed);
    this.#ids = new RecordIds(this.#seed);
    this.clock.reset();
    this.#callsToday = 0;
    this.store = new Store();
    const { localTime, operation } = this;
    const dataset = buildDataset(this.#dataset, { operation, seed: this.#seed, localTime, ids: this.#ids });
    this.users = dataset.users;
    this.catalogue = dataset.catalogue;
    for (const [module, documents] of [...dataset.records, ...(options.records ?? [])]) {
      this.store.ensureTable(module);
      for (const document of documents) this.insert(module, document);
    }
    const contacts = this.store.table('contacts')?.records() ?? [];
    for (const { document } of contacts.slice(0, this.#duplicateContacts)) {
      const values = Object.entries(document).filter(([key]) => key !== 'wolkvox_id');
      this.insert('contacts', Object.fromEntries(values));
    }
  }

  /** Stores a record at once visible; without an id it gets one, and a creation date where it has none. */
  insert(module: string, document: JsonObject): string {
    const given = scalarText(document['wolkvox_id']);
    const nowMs = this.clock.nowMs();
    const createdAtMs = this.localTime.parse(scalarText(document['wolkvox_fecha_creacion']) ?? '') ?? nowMs;
    const id = given ?? this.#ids.next(createdAtMs);
    const dated =
      Object.hasOwn(document, 'wolkvox_fecha_creacion') || module === 'gestiones'
        ? document
        : { ...document, wolkvox_fecha_creacion: this.localTime.stamp(createdAtMs) };
    this.store.put(module, given === undefined ? { ...dated, wolkvox_id: id } : dated);
    return id;
  }

  /** An id for a record created now. */
  newId(): string {
    return this.#ids.next(this.clock.nowMs());
  }

  /** The user with that login, letter case aside. */
  userByLogin(login: string): User | undefined {
    const wanted = login.toLowerCase();
    return this.users.find((user) => user.login.toLowerCase() === wanted);
  }

  /** Calls counted against the day's quota so far; the day is the tenant's. */
  get callsToday(): number {
    this.#turnDay();
    return this.#callsToday;
  }

  /** Sets the day's count, as if so many calls had been made. */
  set callsToday(count: number) {
    this.#turnDay();
    this.#callsToday = count;
  }

  #turnDay(): void {
    const today = this.localTime.day(this.clock.nowMs());
    if (today === this.#countedDay) return;
    this.#countedDay = today;
    this.#callsToday = 0;
  }
}
