import type { CaseRecord } from '../../../model/CaseRecord.js';
import type { ContactRecord } from '../../../model/ContactRecord.js';
import { isJsonObject, type Json, type JsonObject } from '../../../model/Json.js';
import type { CustomField } from '../../../model/values.js';
import type { CaseChanges, ContactFields } from '../../../wolkvox/WolkvoxClient.js';

/** Values by field, in a form in which what was sent and what is stored can be compared. */
export type ComparableFields = ReadonlyMap<string, Json>;

const ownField = (label: string): string => `custom ${label}`;

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
  const number = phone && [phone.country, phone.code, phone.value];
  return sent({ name, email, identification, phone: number }, customFields);
}

/** What a contact shows now. */
export function fieldsOfContact({ name, email, identification, phone, customFields }: ContactRecord): ComparableFields {
  const number = phone && [phone.country, phone.code, phone.value];
  return stored({ name, email, identification, phone: number }, customFields);
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
      all.set(field, part);
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

function sent(
  fields: Readonly<Record<string, Json | undefined>>,
  customFields: ReadonlyMap<string, Json>,
): ComparableFields {
  const all = new Map<string, Json>();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) all.set(name, value);
  for (const [label, value] of customFields) all.set(ownField(label), value);
  return all;
}

function stored(
  fields: Readonly<Record<string, Json | undefined>>,
  customFields: readonly CustomField[],
): ComparableFields {
  return sent(fields, new Map(customFields.map(({ label, value }) => [label, value])));
}
