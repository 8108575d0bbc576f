import { type Answer, searchAnswer } from '../Answer.js';
import { isJsonArray, isJsonObject, type JsonObject, scalarText } from '../Json.js';
import { Refusal } from '../Refusal.js';
import { Table } from '../store/Table.js';
import type { Tenant } from '../Tenant.js';
import { recordValues } from './caseFields.js';
import { activitiesModule, knownFields, moduleTable } from './customModules.js';
import type { Endpoint, VendorCall } from './Endpoint.js';
import { filledText, requiredText } from './parameters.js';
import { matches, searchTable } from './searchTable.js';

/** The value of a field: a key of the record, or of its custom fields. */
function fieldOf(document: JsonObject, field: string): readonly string[] {
  if (Object.hasOwn(document, field)) return recordValues(document[field]);
  const form = document['form'];
  return isJsonObject(form) && Object.hasOwn(form, field) ? recordValues(form[field]) : [];
}

function isKnownField(module: string, field: string, table: Table): boolean {
  if (field === 'wolkvox_id' || knownFields[module]?.includes(field) === true) return true;
  return table.records().some(({ document }) => {
    const form = document['form'];
    return Object.hasOwn(document, field) || (isJsonObject(form) && Object.hasOwn(form, field));
  });
}

function readableTable(body: JsonObject, tenant: Tenant): { readonly module: string; readonly table: Table } {
  const module = filledText(body, 'module');
  if (module === activitiesModule && !tenant.settings.activitiesReadable) throw new Refusal('module', module);
  return { module, table: moduleTable(module, tenant) ?? new Table() };
}

function query({ body }: VendorCall, tenant: Tenant): Answer {
  const { module, table } = readableTable(body, tenant);
  const field = filledText(body, 'field');
  const wanted = requiredText(body, 'value');
  if (tenant.settings.unknownField === 'refuse' && !isKnownField(module, field, table))
    throw new Refusal('field', field);
  const { matching } = tenant.settings;
  const page = searchTable(table, body, (document) => matches(fieldOf(document, field), wanted, matching), tenant);
  return searchAnswer(page, tenant.settings);
}

const minute = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/;

function queryDates({ body }: VendorCall, tenant: Tenant): Answer {
  const { table } = readableTable(body, tenant);
  const { settings } = tenant;
  if (settings.queryDatesMatches === 'unavailable') throw new Refusal('noScript');
  if (scalarText(body['date']) !== 'true') throw new Refusal('parameter', 'date');
  const from = filledText(body, 'from');
  const to = filledText(body, 'to');
  for (const [name, stamp] of [
    ['from', from],
    ['to', to],
  ] as const)
    if (!minute.test(stamp) || tenant.localTime.parse(stamp) === undefined) throw new Refusal('dates', name);
  if (from > to) throw new Refusal('dates', 'to');
  const key = settings.queryDatesMatches === 'creation' ? 'wolkvox_fecha_creacion' : 'wolkvox_fecha_modificacion';
  const first = `${from}:00`;
  const last = `${to}:00`;
  // Stamps of one form compare as text the way their instants do.
  const isWanted = (document: JsonObject): boolean => {
    const stamp = scalarText(document[key]) ?? '';
    return stamp >= first && (stamp < last || (stamp === last && settings.queryDatesEnds === 'inclusive'));
  };
  const answer = searchAnswer(searchTable(table, body, isWanted, tenant), settings);
  const rows = isJsonObject(answer.body) ? answer.body['data'] : [];
  return settings.queryDatesBareArray && isJsonArray(rows) ? { status: answer.status, body: rows } : answer;
}

/** Searches in any module. */
export const customQueryEndpoints: readonly Endpoint[] = [
  { name: 'custom/query', kind: 'read', token: 'internal', bodyForm: 'json', codeType: 'string', handle: query },
  {
    name: 'custom/queryDates',
    kind: 'read',
    token: 'internal',
    bodyForm: 'json',
    codeType: 'string',
    handle: queryDates,
  },
];
