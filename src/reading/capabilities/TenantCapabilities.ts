import type { TenantVocabulary } from '../../model/TenantVocabulary.js';
import {
  type CapabilityValues,
  defaultCapabilities,
  type FieldRowsMayLack,
  fieldsRowsMayLack,
} from './CapabilityValues.js';
import type { TenantProfile } from './TenantProfile.js';

/**
 * Where a value comes from. `verified`: it was unknown, and an answer of the CRM has shown it. `contradicted`: an answer
 * has shown that what was declared does not hold, and the safe value does instead.
 */
export type CapabilityOrigin = 'default' | 'setting' | 'profile' | 'doctor' | 'verified' | 'contradicted';

/** One capability in force. `since` is null for what held from the start. */
export interface Capability<Value> {
  readonly value: Value;
  readonly origin: CapabilityOrigin;
  readonly since: Date | null;
}

/** A capability as people and figures see it: its value as a word. */
export interface CapabilityFact {
  readonly name: string;
  readonly value: string;
  readonly origin: CapabilityOrigin;
  readonly since: Date | null;
}

/** Told when an answer of the CRM contradicts what was declared of it; once for each capability. */
export type OnContradiction = (contradiction: { readonly capability: string; readonly safeValue: string }) => void;

export interface CapabilityOptions {
  readonly profile?: TenantProfile;
  /** What was set in the environment: wins over the profile. Null for what was not set. */
  readonly settings?: { readonly timeZone: string | null; readonly activitiesReadable: boolean | null };
  readonly clock: { readonly now: () => number };
  readonly onContradiction?: OnContradiction;
}

type Name = keyof CapabilityValues;
type Entries = { readonly [Key in Name]: Capability<CapabilityValues[Key]> };

/**
 * What this tenant's CRM does: declared by defaults, profile and settings, and checked by every answer that relied on it.
 * One rule for all: a contradiction puts the safe value in force for the life of the process. Nothing switches back.
 */
export class TenantCapabilities {
  #entries: Entries;
  readonly #carried = new Map<FieldRowsMayLack, Capability<boolean | 'unknown'>>();
  readonly #clock: CapabilityOptions['clock'];
  readonly #onContradiction: OnContradiction;
  /** The tenant's own words for its cases; null without a profile that has them. */
  readonly vocabulary: TenantVocabulary | null;

  constructor({ profile = {}, settings, clock, onContradiction = () => undefined }: CapabilityOptions) {
    this.#clock = clock;
    this.#onContradiction = onContradiction;
    this.vocabulary = profile.vocabulary ?? null;
    const origin = profile.writtenBy === 'doctor' ? 'doctor' : 'profile';
    function entry<Key extends Name>(name: Key, set?: CapabilityValues[Key] | null): Capability<CapabilityValues[Key]> {
      if (set !== undefined && set !== null) return { value: set, origin: 'setting', since: null };
      // The profile has the same keys with the same values.
      const declared: { readonly [Other in Name]?: CapabilityValues[Other] | undefined } = profile;
      const value = declared[name];
      if (value !== undefined) return { value, origin, since: null };
      return { value: defaultCapabilities[name], origin: 'default', since: null };
    }
    this.#entries = {
      rowOrder: entry('rowOrder'),
      pageLength: entry('pageLength'),
      totals: entry('totals'),
      datesListBy: entry('datesListBy'),
      matching: entry('matching'),
      activitiesReadable: entry('activitiesReadable', settings?.activitiesReadable),
      timeZone: entry('timeZone', settings?.timeZone),
      statusConditions: entry('statusConditions'),
      maxPageBytes: entry('maxPageBytes'),
    };
    for (const field of fieldsRowsMayLack) {
      const declared = profile.rowsCarry?.[field];
      this.#carried.set(field, {
        value: declared ?? 'unknown',
        origin: declared === undefined ? 'default' : origin,
        since: null,
      });
    }
  }

  /** A capability with where it comes from. */
  get<Key extends Name>(name: Key): Capability<CapabilityValues[Key]> {
    return this.#entries[name];
  }

  /** The value in force. */
  value<Key extends Name>(name: Key): CapabilityValues[Key] {
    return this.#entries[name].value;
  }

  /** An answer has shown a value that was unknown. Without effect on what was declared or contradicted. */
  verify<Key extends Name>(name: Key, value: CapabilityValues[Key]): void {
    if (this.#entries[name].origin !== 'default') return;
    this.#put(name, { value, origin: 'verified', since: this.#now() });
  }

  /** An answer contradicts the value in force: the safe value holds from now on. Whether this is news. */
  contradict<Key extends Name>(name: Key, safeValue: CapabilityValues[Key]): boolean {
    const isNews = this.#entries[name].origin !== 'contradicted';
    this.#put(name, { value: safeValue, origin: 'contradicted', since: this.#now() });
    if (!isNews) return false;
    this.#onContradiction({ capability: name, safeValue: toWord(safeValue) });
    return true;
  }

  /** Whether rows carry a field whenever they have a value for it; true for fields that all rows carry. */
  carries(field: string): boolean | 'unknown' {
    return isOfRowsMayLack(field) ? (this.#carried.get(field)?.value ?? 'unknown') : true;
  }

  /** A row has shown whether rows carry a field. Carried by one row, it is carried wherever there is a value. */
  verifyCarried(field: FieldRowsMayLack, isCarried: boolean): void {
    const { value, origin } = this.#carried.get(field) ?? { value: 'unknown', origin: 'default' };
    if (value === isCarried || value === true || !(origin === 'default' || origin === 'verified')) return;
    this.#carried.set(field, { value: isCarried, origin: 'verified', since: this.#now() });
  }

  /** A row that was found by a field does not carry it, although rows were declared to. */
  contradictCarried(field: FieldRowsMayLack): boolean {
    const { origin, value } = this.#carried.get(field) ?? { value: 'unknown', origin: 'default' };
    if (origin === 'contradicted' || value !== true) return false;
    this.#carried.set(field, { value: false, origin: 'contradicted', since: this.#now() });
    this.#onContradiction({ capability: `rowsCarry.${field}`, safeValue: 'false' });
    return true;
  }

  /** All capabilities in force, for people and figures. */
  facts(): readonly CapabilityFact[] {
    const named = Object.entries(this.#entries).map(([name, { value, origin, since }]) => ({
      name,
      value: toWord(value),
      origin,
      since,
    }));
    const carried = [...this.#carried].map(([field, { value, origin, since }]) => ({
      name: `rowsCarry.${field}`,
      value: toWord(value),
      origin,
      since,
    }));
    return [...named, ...carried];
  }

  #put<Key extends Name>(name: Key, entry: Capability<CapabilityValues[Key]>): void {
    this.#entries = { ...this.#entries, [name]: entry };
  }

  #now(): Date {
    return new Date(this.#clock.now());
  }
}

function isOfRowsMayLack(field: string): field is FieldRowsMayLack {
  return fieldsRowsMayLack.some((name) => name === field);
}

function toWord(value: CapabilityValues[Name]): string {
  return typeof value === 'object' ? `${String(Object.keys(value).length)} words` : String(value);
}
