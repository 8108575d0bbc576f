import { isUnreadable } from '../../model/unreadable.js';
import { weight } from '../../model/weight.js';
import type { WireObject } from '../decoding/wire.js';
import type { RowReader } from './RowReader.js';
import { weighRecord } from './weighRecord.js';

/** How each field of a record is read from its row, but for the id. */
export type FieldReaders<T> = { readonly [Field in Exclude<keyof T, 'id'>]-?: (row: RowReader) => T[Field] };

/** Reads one row of the wire as a record; null when it has no usable id. */
export type RowMapper<T> = (row: RowReader) => T | null;

/** In the place of a value that nobody has read yet. */
const unread = Symbol('unread');
const state = Symbol('state');

/** What a record knows of itself: its row, its values by the places of their fields, and the places that were lost. */
interface RecordState {
  readonly row: RowReader;
  readonly values: unknown[];
  lost: Set<number> | null;
}

/**
 * Makes the records of one kind, as views on their rows: a field is read from the row when somebody asks for it, once, and
 * is frozen and remembered; what nobody asks for costs nothing. A record knows which of its fields could not be read
 * (`hasUnreadable`). Its fields are accessors of its prototype: put something beside them with `Object.create(record)`,
 * for spreading copies none. As JSON it is whole.
 */
export function defineRecord<T extends { readonly id: string }>(
  toId: (text: string) => T['id'],
  readers: FieldReaders<T>,
): RowMapper<T> {
  const fields = Object.entries<(row: RowReader) => unknown>(readers);
  const places = new Map(fields.map(([field], place) => [field, place]));
  const nothingRead: readonly unknown[] = fields.map(() => unread);

  class RecordView {
    readonly [state]: RecordState;

    constructor(
      readonly id: T['id'],
      row: RowReader,
    ) {
      this[state] = { row, values: nothingRead.slice(), lost: null };
    }

    [isUnreadable](field: string): boolean {
      const place = places.get(field);
      if (place === undefined) return false;
      valueAt(this, place);
      return this[state].lost?.has(place) ?? false;
    }

    get [weight](): number {
      return weighRecord(this[state].row.fields, fields.length);
    }

    toJSON(): Record<string, unknown> {
      const values = fields.map(([field], place): [string, unknown] => [field, valueAt(this, place)]);
      return Object.fromEntries([['id', this.id], ...values]);
    }
  }

  function valueAt(view: RecordView, place: number): unknown {
    const own = view[state];
    const known = own.values[place];
    if (known !== unread) return known;
    const { context } = own.row;
    const before = context.unreadableCount;
    const value = freeze(fields[place]?.[1](own.row));
    if (context.unreadableCount !== before) (own.lost ??= new Set()).add(place);
    own.values[place] = value;
    return value;
  }

  fields.forEach(([field], place) => {
    Object.defineProperty(RecordView.prototype, field, {
      enumerable: true,
      get(this: RecordView) {
        return valueAt(this, place);
      },
    });
  });
  return (row) => {
    const id = row.id('wolkvox_id');
    // The compiler cannot know the accessors; `FieldReaders` has one for each field.
    return id === null ? null : (Object.freeze(new RecordView(toId(id), row)) as unknown as T);
  };
}

/** The row that a record is a view on, as it came over the wire; null for what is no view. */
export function rowOf(record: object): WireObject | null {
  return hasState(record) ? record[state].row.fields : null;
}

function hasState(record: object): record is { readonly [state]: RecordState } {
  return state in record;
}

/** Freezes a value with everything in it: operations share records. Instants cannot be frozen; nothing changes one. */
function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) for (const part of value) freeze(part);
  else for (const key in value) freeze(Reflect.get(value, key));
  return Object.freeze(value);
}
