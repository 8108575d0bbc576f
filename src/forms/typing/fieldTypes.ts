import type { Json } from '../../model/Json.js';
import { isWordForNothing } from '../../model/values/nothing.js';
import type { FieldTypeName, FormField } from '../FormsManifest.js';
import { choice, flag, multipleChoice } from './choices.js';
import { isEmptyValue, type Kind, type TenantTools } from './Kind.js';
import { calculated, currency, number } from './numbers.js';
import { phone, phoneList } from './phones.js';
import { attachments, related, table, user, userList } from './references.js';
import { description, email, generated, text, url } from './texts.js';
import { date, dateTime, time } from './times.js';

/** How the fields of each type are read, written and shown: the vendor's list of types, closed. */
export const fieldTypes: Readonly<Record<FieldTypeName, Kind>> = {
  text,
  description,
  'e-mail': email,
  url,
  number,
  currency,
  date,
  time,
  'date-time': dateTime,
  phone,
  'phone-list': phoneList,
  list: choice,
  'multi-select': multipleChoice,
  radio: choice,
  switch: flag,
  attachments,
  user,
  'user-list': userList,
  table,
  calculated,
  related,
  search: related,
  random: generated,
  unique: generated,
};

/**
 * A stored value in the field's type. Null for nothing, in any of the ways to write it; `unreadable` for what does not
 * fit.
 */
export function readValue(stored: Json, field: FormField, tools: TenantTools): unknown {
  if (isEmptyValue(stored)) return null;
  const kind = fieldTypes[field.type];
  if (kind.keepsWords !== true && typeof stored === 'string' && isWordForNothing(stored)) return null;
  return kind.read(stored, field, tools);
}

/** The type of an argument for the field; null where it is not written. */
export function inputTypeOf(field: FormField, typeName: string): string | null {
  return field.readOnly === true ? null : fieldTypes[field.type].input(field, typeName);
}
