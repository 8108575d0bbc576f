import { isJsonArray, isJsonObject, type Json, type JsonObject, parseJson, scalarText } from '../Json.js';
import { Refusal } from '../Refusal.js';
import { closedCondition, findByName } from '../store/Catalogue.js';
import { ownerOf, responsibleOf } from '../store/User.js';
import type { Tenant } from '../Tenant.js';
import { apiEntry, existingUser } from './createCase.js';
import { filledText } from './parameters.js';

/** A `form` as any endpoint sends it: an object, a list of name and value, or JSON text of an object. */
export function formFields(value: Json | undefined): JsonObject {
  if (value === undefined || value === null || value === '') return {};
  const form = typeof value === 'string' ? parseJson(value) : value;
  if (isJsonObject(form)) return form;
  if (!isJsonArray(form)) throw new Refusal('parameter', 'form');
  return Object.fromEntries(
    form.map((item): [string, Json] => {
      const name = isJsonObject(item) ? scalarText(item['name']) : undefined;
      if (!isJsonObject(item) || name === undefined) throw new Refusal('parameter', 'form');
      return [name, item['value'] ?? ''];
    }),
  );
}

function withStatus(document: JsonObject, fields: JsonObject, tenant: Tenant): JsonObject {
  const status = findByName(tenant.catalogue.statuses, filledText(fields, 'status'));
  if (status === undefined) throw new Refusal('catalogue', 'status');
  const old = document['status'];
  const wasClosed = isJsonObject(old) && old['value'] === closedCondition;
  const isClosed = status.condition === closedCondition;
  if (isClosed && (scalarText(document['solution']) ?? '') === '') throw new Refusal('solution', 'solution');
  const closeDate = isClosed && !wasClosed ? tenant.localTime.stamp(tenant.clock.nowMs()) : document['closeDate'];
  return {
    ...document,
    status: { value: status.condition, name: status.name },
    closeDate: isClosed ? (closeDate ?? '') : '',
    reOpened: wasClosed && !isClosed ? true : (document['reOpened'] ?? false),
  };
}

function withPriority(document: JsonObject, fields: JsonObject, tenant: Tenant): JsonObject {
  const priority = findByName(tenant.catalogue.priorities, filledText(fields, 'priority'));
  if (priority === undefined) throw new Refusal('catalogue', 'priority');
  const createdAtMs = tenant.localTime.parse(scalarText(document['wolkvox_fecha_creacion']) ?? '');
  return {
    ...document,
    priority: { value: priority.minutes, name: priority.name },
    timeEstimated:
      createdAtMs === undefined
        ? (document['timeEstimated'] ?? '')
        : tenant.localTime.stamp(createdAtMs + priority.minutes * 60_000),
  };
}

function withType(document: JsonObject, fields: JsonObject, tenant: Tenant, key: string): JsonObject {
  const type = findByName(tenant.catalogue.types, filledText(fields, key));
  if (type === undefined) throw new Refusal('catalogue', key);
  // The number keeps the prefix it was given: callers hold on to it.
  return { ...document, caseType: type.name };
}

function withForm(document: JsonObject, fields: JsonObject): JsonObject {
  const form = document['form'];
  return { ...document, form: { ...(isJsonObject(form) ? form : {}), ...fields } };
}

/** One field of a write to a case: the names of the insert endpoints, those of a row, or else a custom field. */
function withField(document: JsonObject, key: string, fields: JsonObject, tenant: Tenant): JsonObject {
  const value = fields[key] ?? '';
  switch (key) {
    case 'status':
      return withStatus(document, fields, tenant);
    case 'priority':
      return withPriority(document, fields, tenant);
    case 'case-type':
    case 'caseType':
      return withType(document, fields, tenant, key);
    case 'owner':
      return { ...document, owner: ownerOf(existingUser(fields, key, tenant)) };
    case 'responsible':
      return { ...document, responsible: responsibleOf(existingUser(fields, key, tenant)) };
    case 'description':
    case 'description_case':
      return { ...document, description_case: value };
    case 'solution':
    case 'reason':
      return { ...document, [key]: value };
    case 'form':
      return withForm(document, formFields(value));
    case 'contact':
      // Which record a case hangs on is settled when it is created.
      return document;
    default:
      return key.startsWith('wolkvox_') ? document : withForm(document, { [key]: value });
  }
}

/**
 * The case with the given fields changed, merged into what it holds; new files are added to its list. Refuses like
 * a create does. The solution goes first, so that closing finds it.
 */
export function changeCase(
  document: JsonObject,
  fields: JsonObject,
  files: readonly JsonObject[],
  tenant: Tenant,
): JsonObject {
  const keys = Object.keys(fields).sort((one, other) => Number(other === 'solution') - Number(one === 'solution'));
  let changed = document;
  for (const key of keys) changed = withField(changed, key, fields, tenant);
  const history = isJsonArray(changed['history']) ? changed['history'] : [];
  const kept = isJsonArray(changed['files']) ? changed['files'] : [];
  return { ...changed, files: [...kept, ...files], history: [...history, apiEntry('Actualizó el caso', tenant)] };
}

/** The record marked as changed now by the API; marks go before the id, as on records that were edited. */
export function stampModified(document: JsonObject, tenant: Tenant): JsonObject {
  return {
    ...document,
    wolkvox_fecha_modificacion: tenant.localTime.stamp(tenant.clock.nowMs()),
    wolkvox_usuario_modificacion: 'API',
  };
}
