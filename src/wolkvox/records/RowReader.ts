import type { CaseCondition } from '../../model/CaseRecord.js';
import { digitsOf } from '../../model/values/exactNumbers.js';
import { isWritable } from '../../model/values/instants.js';
import { isNobodysDocument, isWordForNothing } from '../../model/values/nothing.js';
import { isNothing, isWireArray, isWireObject } from '../decoding/wire.js';
import type { WireObject } from '../decoding/wire.js';
import type { TenantZone } from '../TenantZone.js';
import { parseWallTime } from '../wallTime.js';

/** What reading a row needs to know of its tenant. */
export interface TenantWords {
  readonly zone: TenantZone;
  /** The tenant's own words of a status's condition. */
  readonly statusConditions?: ReadonlyMap<string, CaseCondition>;
}

/** What the rows of one page have in common. */
export class MappingContext {
  #unreadableCount = 0;

  /** `tell` is given the dotted path of each field whose form could not be read; the field becomes null. */
  constructor(
    readonly tenant: TenantWords,
    private readonly tell: (path: string) => void,
  ) {}

  /** How often a field could not be read so far. */
  get unreadableCount(): number {
    return this.#unreadableCount;
  }

  onUnreadable(path: string): void {
    this.#unreadableCount += 1;
    this.tell(path);
  }
}

const trueWords = new Set(['true', '1', 'yes', 'si', 'sí']);
const falseWords = new Set(['false', '0', 'no']);
const maxIdLength = 128;

/**
 * Reads the fields of one object of the wire, each in whatever form it came. Total: a field that is absent or empty is
 * null, and one whose form makes no sense is null and reported.
 */
export class RowReader {
  constructor(
    readonly fields: WireObject,
    readonly context: MappingContext,
    private readonly prefix = '',
  ) {}

  /** Whether the row carries the field at all, be it empty. */
  has(key: string): boolean {
    return this.fields[key] !== undefined;
  }

  /** The field as it came; undefined when absent. */
  raw(key: string): unknown {
    return this.fields[key];
  }

  reportUnreadable(key: string): null {
    this.context.onUnreadable(`${this.prefix}${key}`);
    return null;
  }

  /** Text as stored, blank text being null; a number becomes its digits, where they are those that were sent. */
  text(key: string): string | null {
    const value = this.raw(key);
    if (isNothing(value)) return null;
    if (typeof value === 'string') return value;
    const digits = typeof value === 'number' ? digitsOf(value) : null;
    return digits ?? this.reportUnreadable(key);
  }

  /** The text of the first of several fields that has any. */
  firstText(...keys: readonly string[]): string | null {
    for (const key of keys) {
      const text = this.text(key);
      if (text !== null) return text;
    }
    return null;
  }

  /** An id without the blanks around it; null where there is none, or a word that means none. */
  id(key: string): string | null {
    const text = this.text(key)?.trim() ?? '';
    if (isWordForNothing(text)) return null;
    const value = this.raw(key);
    const isFraction = typeof value === 'number' && !Number.isInteger(value);
    return isFraction || text.length > maxIdLength ? this.reportUnreadable(key) : text;
  }

  /** The id of another record; zero, as in a database's empty column, is none. */
  reference(key: string): string | null {
    const id = this.id(key);
    return id === null || /^0+$/.test(id) ? null : id;
  }

  /** An e-mail address or login as stored; null for a word that means none, which would join strangers. */
  address(key: string): string | null {
    const text = this.text(key);
    return text === null || isWordForNothing(text) ? null : text;
  }

  /** The document number in the first of several fields that has one, as stored; null for one that is nobody's. */
  document(...keys: readonly string[]): string | null {
    for (const key of keys) {
      const text = this.text(key);
      if (text !== null && !isNobodysDocument(text)) return text;
    }
    return null;
  }

  /** A truth value, also as text or number; null where there is none. False is not nothing here. */
  flag(key: string): boolean | null {
    const value = this.raw(key);
    if (typeof value === 'boolean') return value;
    if (isNothing(value)) return null;
    if (typeof value === 'string' || typeof value === 'number') {
      const word = String(value).trim().toLowerCase();
      if (trueWords.has(word)) return true;
      if (falseWords.has(word)) return false;
      if (isWordForNothing(word)) return null;
    }
    return this.reportUnreadable(key);
  }

  /** A count of zero or more, as number or text, within what GraphQL's Int holds. */
  count(key: string): number | null {
    const value = this.raw(key);
    if (isNothing(value)) return null;
    const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
    if (typeof value === 'string' && isWordForNothing(text)) return null;
    const count = /^\d{1,10}(?:\.0+)?$/.test(text) ? Number(text) : NaN;
    return count <= 2_147_483_647 ? count : this.reportUnreadable(key);
  }

  /** The instant of a naive local time; null where there is none, reported when no calendar has it. */
  instant(key: string): Date | null {
    const value = this.raw(key);
    if (isNothing(value)) return null;
    // PHP's own serialisation of a date object.
    const text = isWireObject(value) ? value['date'] : value;
    return typeof text === 'string' ? this.instantOf(key, text) : this.reportUnreadable(key);
  }

  /** As `instant`, from a text already read; `key` is what is reported. */
  instantOf(key: string, text: string): Date | null {
    const time = parseWallTime(text);
    if (time.kind === 'none') return null;
    if (time.kind === 'impossible') return this.reportUnreadable(key);
    const at = time.kind === 'wall' ? this.context.tenant.zone.toInstant(time.wallMs) : time.at;
    // The last evening of the year 9999 is a time that databases write for never; at UTC it has five digits.
    return isWritable(at) ? at : this.reportUnreadable(key);
  }

  /** A nested object; null where there is none or something else stands in its place, which is for the caller to judge. */
  object(key: string): RowReader | null {
    const value = this.raw(key);
    return isWireObject(value) && !isNothing(value)
      ? new RowReader(value, this.context, `${this.prefix}${key}.`)
      : null;
  }

  /** The elements of a list; empty where there is none, reported when something else stands in its place. */
  list(key: string): readonly unknown[] {
    const value = this.raw(key);
    if (isNothing(value)) return [];
    if (isWireArray(value)) return value;
    // PHP makes an object of an array with gaps in its numbering.
    if (isWireObject(value) && Object.keys(value).every((index) => /^\d+$/.test(index))) return Object.values(value);
    this.reportUnreadable(key);
    return [];
  }

  /** A reader for one element of the list `key`; null, reported, when the element is no object. */
  element(key: string, value: unknown): RowReader | null {
    if (isWireObject(value)) return new RowReader(value, this.context, `${this.prefix}${key}.`);
    return isNothing(value) ? null : this.reportUnreadable(key);
  }
}
