import { isJsonObject, type Json, type JsonObject, scalarText } from '../Json.js';
import type { Tenant } from '../Tenant.js';

const texts = (...values: (Json | undefined)[]): string[] => {
  const present: string[] = [];
  for (const value of values) {
    const text = scalarText(value);
    if (text !== undefined && text !== '') present.push(text);
  }
  return present;
};

const part = (value: Json | undefined, key: string): Json | undefined => (isJsonObject(value) ? value[key] : undefined);

/** A person's stored name, and its first part: it is unknown which of the two the vendor compares. */
function personNames(person: Json | undefined): string[] {
  const name = scalarText(part(person, 'name')) ?? '';
  const [displayName] = name.split(' - ');
  return texts(name, displayName);
}

/** Yes and no in every spelling that anybody may send. */
function flagTexts(value: Json | undefined): string[] {
  if (typeof value !== 'boolean') return texts(value);
  return value ? ['true', '1', 'yes', 'si', 'sí'] : ['false', '0', 'no'];
}

function phoneTexts(phone: Json | undefined): string[] {
  if (!isJsonObject(phone)) return texts(phone);
  const code = scalarText(phone['code'])?.replace('+', '') ?? '';
  const value = scalarText(phone['value']) ?? '';
  return texts(value, value === '' ? '' : code + value, value === '' ? '' : `+${code}${value}`);
}

/** Contact's own fields, from the contacts module where the case's row does not carry them. */
function contactField(document: JsonObject, tenant: Tenant, key: string): Json | undefined {
  const contact = tenant.store.table('contacts')?.get(scalarText(document['contactId']) ?? '');
  return contact?.document[key];
}

type ValuesOf = (document: JsonObject, tenant: Tenant) => readonly string[];

/** The 26 search fields of the vendor's page in its own spelling, and what each looks at in a case. */
export const caseFields: ReadonlyMap<string, ValuesOf> = new Map<string, ValuesOf>([
  ['status', (row) => texts(part(row['status'], 'name'))],
  ['priority', (row) => texts(part(row['priority'], 'name'))],
  ['email contact', (row, tenant) => texts(row['contactEmail'] ?? contactField(row, tenant, 'emailcontact'))],
  ['name contact', (row) => texts(row['nameContact'])],
  ['contact wolkvox id', (row) => texts(row['contactId'])],
  ['contact identification', (row) => texts(row['contactIdentification'])],
  ['contact phone', (row, tenant) => phoneTexts(row['contactTel'] ?? contactField(row, tenant, 'telephonecontact'))],
  ['description', (row) => texts(row['description_case'])],
  ['idCase', (row) => texts(row['idCase'])],
  ['idPrefijo', (row) => texts(row['idPrefijo'])],
  ['companyName', (row) => texts(row['companyName'])],
  ['company name', (row) => texts(row['companyName'])],
  ['company id', (row) => texts(row['companyId'])],
  ['prefix', (row) => texts(row['prefix'])],
  ['reopened', (row) => flagTexts(row['reOpened'])],
  ['responsible name', (row) => personNames(row['responsible'])],
  ['responsible user', (row) => texts(part(row['responsible'], 'user'), part(row['responsible'], 'mail'))],
  ['responsible id', (row) => texts(part(row['responsible'], 'id'))],
  ['owner name', (row) => personNames(row['owner'])],
  ['owner user', (row) => texts(part(row['owner'], 'mail'))],
  ['owner id', (row) => texts(part(row['owner'], 'id'))],
  ['solution', (row) => texts(row['solution'])],
  ['wolkvox-id', (row) => texts(row['wolkvox_id'])],
  ['type case', (row) => texts(row['caseType'])],
  ['case expired', (row) => flagTexts(row['caseExpired'])],
  ['reason', (row) => texts(row['reason'])],
]);

/** What a search by a record's own key looks at: scalars, and the texts inside objects such as telephones. */
export function recordValues(value: Json | undefined): readonly string[] {
  if (!isJsonObject(value)) return texts(value);
  return [...phoneTexts(value), ...texts(value['name'], value['id'], value['user'], value['nombre'])];
}
