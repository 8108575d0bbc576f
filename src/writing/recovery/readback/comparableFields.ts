import type { CaseRecord } from '../../../model/CaseRecord.js';
import type { ContactRecord } from '../../../model/ContactRecord.js';
import { isJsonList, isJsonObject, type Json, type JsonObject } from '../../../model/Json.js';
import type { CustomField } from '../../../model/CustomField.js';
import type { PhoneNumber } from '../../../model/PhoneNumber.js';
import { type Comparison, comparableForm } from '../../../model/values/comparing.js';
import { canIdentify } from '../../../model/values/identity.js';
import type { CaseChanges, ContactFields } from '../../../wolkvox/WolkvoxClient.js';

/** Values by field, in a form in which what was sent and what is stored can be compared. */
export type ComparableFields = ReadonlyMap<string, Json>;

const ownField = (label: string): string => `custom ${label}`;

/** Whether a field is one of the tenant's own, which form rules of the CRM may change. */
export function isOwnField(name: string): boolean {
  return name.startsWith('custom ');
}

/** What a case shows once these changes were made to it. */
export function fieldsOfCaseChanges(changes: CaseChanges): ComparableFields {
  const { type, description, status, priority, solution, ownerUser, responsibleUser, customFields } = changes;
  return sent({ type, description, status, priority, solution, ownerUser, responsibleUser }, customFields);
}

/** What a case shows now; without a field that its row does not carry. */
export function fieldsOfCase(record: CaseRecord): ComparableFields {
  const { type, description, status, priority, solution, owner, responsible, customFields } = record;
  return stored(
    {
      type: type?.name,
      description,
      status: status?.name,
      priority: priority?.name,
      solution,
      ownerUser: owner?.user,
      responsibleUser: responsible?.user,
    },
    customFields,
  );
}

/** What a contact shows once these fields were written to it. */
export function fieldsOfContactChanges({
  name,
  email,
  identification,
  phone,
  customFields,
}: ContactFields): ComparableFields {
  return sent({ name, email, identification, phone: phone && partsOfPhone(phone) }, customFields);
}

/** What a contact shows now. */
export function fieldsOfContact({ name, email, identification, phone, customFields }: ContactRecord): ComparableFields {
  return stored({ name, email, identification, phone: phone && partsOfPhone(phone) }, customFields);
}

/**
 * What a change by the CRM's own field names should show afterwards; null when that cannot be told. So it is for other
 * modules, for names that are not read here, and for typed values: a table's rows, sent again, would be there twice.
 */
export function fieldsOfRecordChanges(module: string, fields: JsonObject): ComparableFields | null {
  const all = new Map<string, Json>();
  for (const [name, value] of Object.entries(fields)) {
    const parts =
      module === 'cases' ? partsOfCase(name, value) : module === 'contacts' ? partsOfContact(name, value) : [];
    if (parts.length === 0) return null;
    for (const [field, part] of parts) {
      if (typeof part === 'object') return null;
      all.set(field, comparable(field, part));
    }
  }
  return all;
}

type Part = readonly [field: string, value: Json];

const caseNames: ReadonlyMap<string, string> = new Map([
  ['case-type', 'type'],
  ['description', 'description'],
  ['status', 'status'],
  ['priority', 'priority'],
  ['solution', 'solution'],
  ['owner', 'ownerUser'],
  ['responsible', 'responsibleUser'],
]);

const contactNames: ReadonlyMap<string, string> = new Map([
  ['namecontact', 'name'],
  ['emailcontact', 'email'],
  ['idcontact', 'identification'],
]);

function partsOfCase(name: string, value: Json): readonly Part[] {
  if (name === 'form' && isJsonObject(value))
    return Object.entries(value).map(([label, own]) => [ownField(label), own]);
  const field = caseNames.get(name);
  return field === undefined ? [] : [[field, value]];
}

function partsOfContact(name: string, value: Json): readonly Part[] {
  if (name === 'telephonecontact' || name.startsWith('wolkvox')) return [];
  return [[contactNames.get(name) ?? ownField(name), value]];
}

/** How the graph compares the fields that are no free text: a CRM may store them in other letters than it was sent. */
const comparisons: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['email', 'caseless'],
  ['ownerUser', 'caseless'],
  ['responsibleUser', 'caseless'],
  ['type', 'folded'],
  ['status', 'folded'],
  ['priority', 'folded'],
]);

/** A word for nothing is stored, and read as null. */
function comparable(field: string, value: Json): Json {
  if (typeof value !== 'string') return value;
  const comparison = comparisons.get(field);
  if (!canIdentify(field, value)) return null;
  return comparison === undefined ? value : comparableForm(comparison, value);
}

function partsOfPhone({ country, code, value }: Omit<PhoneNumber, 'e164'>): Json {
  return [
    country === null ? null : comparableForm('folded', country),
    code === null ? null : comparableForm('digits', code),
    value === null ? null : comparableForm('digits', value),
  ];
}

/** What the CRM adds to a typed value when it stores it, or leaves out. */
const decoration: ReadonlySet<string> = new Set(['type', 'convert']);

/** A typed value of an own field as it is both when it is sent and when it is stored. */
function withoutDecoration(value: Json): Json {
  if (isJsonList(value)) return value.map(withoutDecoration);
  if (!isJsonObject(value) || !Object.hasOwn(value, 'value')) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !decoration.has(key)));
}

function sent(
  fields: Readonly<Record<string, Json | undefined>>,
  customFields: ReadonlyMap<string, Json>,
): ComparableFields {
  const all = new Map<string, Json>();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) all.set(name, comparable(name, value));
  for (const [label, value] of customFields) all.set(ownField(label), withoutDecoration(value));
  return all;
}

function stored(
  fields: Readonly<Record<string, Json | undefined>>,
  customFields: readonly CustomField[],
): ComparableFields {
  return sent(fields, new Map(customFields.map(({ label, value }) => [label, value])));
}
