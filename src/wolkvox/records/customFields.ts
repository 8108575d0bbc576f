import type { CustomField } from '../../model/CustomField.js';
import type { Json } from '../../model/Json.js';
import { digitsOf, isExactNumber } from '../../model/values/exactNumbers.js';
import { parseJson } from '../decoding/parseJson.js';
import { isNothing, isWireArray, isWireObject } from '../decoding/wire.js';
import type { WireObject } from '../decoding/wire.js';
import type { RowReader } from './RowReader.js';

/** The tenant's own fields of a case: an object by label, a list of `{name, value}`, or either as JSON text. */
export function readForm(row: RowReader, key: string): readonly CustomField[] {
  const value = row.raw(key);
  if (isNothing(value)) return [];
  const form = typeof value === 'string' ? parseText(value) : value;
  if (isNothing(form)) return [];
  if (isWireObject(form)) return toCustomFields(form, () => row.reportUnreadable(key));
  if (!isWireArray(form)) {
    row.reportUnreadable(key);
    return [];
  }
  return form.flatMap((entry) => {
    const label = isWireObject(entry) ? entry['name'] : undefined;
    if (isWireObject(entry) && typeof label === 'string') {
      return [toCustomField(label, entry['value'] ?? null, () => row.reportUnreadable(key))];
    }
    row.reportUnreadable(key);
    return [];
  });
}

/** The entries of a row that are not the CRM's own, as fields, in its order. */
export function readOwnFields(row: RowReader, isOwn: (label: string) => boolean): readonly CustomField[] {
  const own = Object.entries(row.fields).filter(([label]) => isOwn(label));
  return own.map(([label, value]) => toCustomField(label, value, () => row.reportUnreadable(label)));
}

function toCustomFields(entries: WireObject, onUnreadable: () => null): readonly CustomField[] {
  return Object.entries(entries).map(([label, value]) => toCustomField(label, value, onUnreadable));
}

/** `onUnreadable` is told of a number, somewhere in the value, whose digits were lost; null stands in its place. */
function toCustomField(label: string, value: unknown, onUnreadable: () => null): CustomField {
  return { label, text: toText(value), value: toJson(value, onUnreadable) };
}

function parseText(text: string): unknown {
  const parsed = parseJson(text);
  return parsed.kind === 'parsed' ? parsed.value : text;
}

/** What a person would read in the field; null when it is empty. */
function toText(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'number') return digitsOf(value);
  if (typeof value === 'boolean') return String(value);
  if (isWireArray(value)) {
    const texts = value.map(toText).filter((text) => text !== null);
    return texts.length === 0 ? null : texts.join(', ');
  }
  if (!isWireObject(value)) return null;
  // Typed values carry what they hold in `value`, files and references their name in `name`.
  return toText(value['value']) ?? toText(value['name']);
}

/** Parsed JSON by its proper type. Bounded in depth by the parser. */
function toJson(value: unknown, onUnreadable: () => null): Json {
  if (typeof value === 'number') return isExactNumber(value) ? value : onUnreadable();
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (isWireArray(value)) return value.map((element) => toJson(element, onUnreadable));
  if (!isWireObject(value)) return null;
  // From entries, because assigning a key named __proto__ would set the prototype.
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, toJson(element, onUnreadable)]));
}
