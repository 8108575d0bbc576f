import type { CaseRecord } from '../../model/CaseRecord.js';
import type { ContactRecord } from '../../model/ContactRecord.js';
import type { Json } from '../../model/Json.js';
import type { CustomField } from '../../model/values.js';
import type { CaseChanges, ContactFields } from '../Writer.js';

/** Values by field, in a form in which what was sent and what is stored can be compared. */
export type ComparableFields = ReadonlyMap<string, Json>;

const ownField = (label: string): string => `custom ${label}`;

export function fieldsOfCaseChanges(changes: CaseChanges): ComparableFields {
  const { type, description, status, priority, solution, ownerUser, responsibleUser, customFields } = changes;
  return sent({ type, description, status, priority, solution, ownerUser, responsibleUser }, customFields);
}

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

export function fieldsOfContact({ name, email, identification, phone, customFields }: ContactRecord): ComparableFields {
  const number = phone && [phone.country, phone.code, phone.value];
  return stored({ name, email, identification, phone: number }, customFields);
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
