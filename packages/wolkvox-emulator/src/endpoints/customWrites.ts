import { type Answer, writeAnswer } from '../Answer.js';
import { isJsonArray, isJsonObject, type Json, jsonObject, type JsonObject, scalarText } from '../Json.js';
import { Refusal } from '../Refusal.js';
import { apiOwner } from '../store/User.js';
import type { Tenant } from '../Tenant.js';
import { createActivity } from './activities.js';
import { storedFiles } from './attachments.js';
import { changeCase, formFields, stampModified } from './changeCase.js';
import { createCase } from './createCase.js';
import { activitiesModule, writableTable } from './customModules.js';
import type { Endpoint, VendorCall } from './Endpoint.js';
import { filledText, requiredObject, textList } from './parameters.js';

/** A field's value as it is stored: lists of attachments become links, telephones lose the type they are sent with. */
function storedValue(value: Json, tenant: Tenant, id: string, takesAttachments: boolean): Json {
  if (isJsonObject(value) && value['type'] === 'telephone')
    return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'type'));
  if (takesAttachments && isJsonArray(value) && value.length > 0 && value.every((item) => typeof item === 'string'))
    return storedFiles(textList(value, 'fields'), tenant.operation, id);
  return value;
}

/** An e-mail in the letters in which the tenant's CRM keeps it; any other field as it is. */
function storedEmail(key: string, value: Json, tenant: Tenant): Json {
  const isKeptSmall = key.startsWith('email') && tenant.settings.storedEmails === 'lowerCase';
  return isKeptSmall && typeof value === 'string' ? value.toLowerCase() : value;
}

function storedFields(fields: JsonObject, tenant: Tenant, id: string, takesAttachments: boolean): [string, Json][] {
  return Object.entries(fields)
    .filter(([key]) => key !== 'wolkvox_id' && key !== 'wolkvox-id')
    .map(([key, value]) => [key, storedEmail(key, storedValue(value, tenant, id, takesAttachments), tenant)]);
}

function insertRecord(module: string, fields: JsonObject, call: VendorCall, tenant: Tenant, attach: boolean): string {
  const nowMs = tenant.clock.nowMs();
  const id = tenant.newId();
  const document = jsonObject([
    ...storedFields(fields, tenant, id, attach),
    ['wolkvox_usuario_creacion', `API@${tenant.operation}`],
    ['wolkvox_fecha_creacion', tenant.localTime.stamp(nowMs)],
    ['wolkvox_origen', `${call.userAgent} – /server/API/v2/custom/insert.php`],
    ['wolkvox_ip_address', `${call.address} – v2`],
    ['wolkvox_owner', apiOwner],
    ['wolkvox_id', id],
  ]);
  tenant.store.put(module, document, nowMs + tenant.settings.readAfterWriteLagMs);
  return id;
}

function updateRecord(module: string, id: string, fields: JsonObject, tenant: Tenant, files: JsonObject[]): void {
  const record = writableTable(module, tenant).get(id);
  if (record === undefined) {
    if (tenant.settings.missingRecord === 'refuse') throw new Refusal('noRecord');
    return;
  }
  const { document } = record;
  const changed =
    module === 'cases'
      ? changeCase(document, fields, files, tenant)
      : {
          ...document,
          ...Object.fromEntries(storedFields(fields, tenant, id, true)),
          ...(files.length === 0
            ? {}
            : { files: [...(isJsonArray(document['files']) ? document['files'] : []), ...files] }),
        };
  tenant.store.put(module, stampModified(changed, tenant), record.visibleFromMs);
}

const insert =
  (attach: boolean) =>
  (call: VendorCall, tenant: Tenant): Answer => {
    const { body } = call;
    const module = filledText(body, 'module');
    writableTable(module, tenant);
    if (module === activitiesModule) return writeAnswer('Succesfully create record', createActivity(body, tenant));
    const fields = requiredObject(body, 'fields');
    if (module === 'cases') {
      const data = createCase({ ...call, body: fields }, formFields(fields['form']), tenant);
      return writeAnswer('Succesfully create record', data);
    }
    const id = insertRecord(module, fields, call, tenant, attach);
    return writeAnswer('Succesfully create record', { wolkvox_id: id });
  };

function update({ body }: VendorCall, tenant: Tenant): Answer {
  const module = filledText(body, 'module');
  const id = filledText(body, 'wolkvox-id');
  const fields = requiredObject(body, 'fields');
  const files = storedFiles(textList(body['attachments'], 'attachments'), tenant.operation, id);
  updateRecord(module, id, fields, tenant, files);
  return writeAnswer('Succesfully edit record', { wolkvox_id: id });
}

function fieldSets(body: JsonObject): JsonObject[] {
  const { fields } = body;
  if (!isJsonArray(fields) || fields.length === 0) throw new Refusal('parameter', 'fields');
  return fields.map((item, index) => {
    if (!isJsonObject(item)) throw new Refusal('parameter', `fields[${index}]`);
    return item;
  });
}

function insertMany(call: VendorCall, tenant: Tenant): Answer {
  const module = filledText(call.body, 'module');
  writableTable(module, tenant);
  const sets = fieldSets(call.body);
  for (const fields of sets) insertRecord(module, fields, call, tenant, false);
  return writeAnswer(`Succesfully create ${sets.length} record`, []);
}

function updateMany({ body }: VendorCall, tenant: Tenant): Answer {
  const module = filledText(body, 'module');
  const sets = fieldSets(body);
  const ids = sets.map((fields) => filledText(fields, 'wolkvox-id'));
  const table = writableTable(module, tenant);
  // Nothing is written when one of the records is missing: half a batch would be the worst answer.
  if (tenant.settings.missingRecord === 'refuse' && ids.some((id) => table.get(id) === undefined))
    throw new Refusal('noRecord');
  sets.forEach((fields, index) => {
    const own = Object.fromEntries(Object.entries(fields).filter(([key]) => key !== 'wolkvox-id'));
    updateRecord(module, ids[index] ?? '', own, tenant, []);
  });
  return writeAnswer(`Succesfully edit record ${sets.length}`, []);
}

function remove({ body }: VendorCall, tenant: Tenant): Answer {
  const table = writableTable(filledText(body, 'module'), tenant);
  const given = body['wolkvox-id'];
  const ids = isJsonArray(given) ? textList(given, 'wolkvox-id') : [filledText(body, 'wolkvox-id')];
  if (ids.length === 0 || (scalarText(body['multiple']) !== 'true' && ids.length > 1))
    throw new Refusal('parameter', 'wolkvox-id');
  if (tenant.settings.missingRecord === 'refuse' && ids.some((id) => table.get(id) === undefined))
    throw new Refusal('noRecord');
  for (const id of ids) table.remove(id);
  return writeAnswer('Have been succesfully removed', { wolkvox_id: ids });
}

const write = { token: 'internal', bodyForm: 'json', codeType: 'integer' } as const;

/** Writes to any module. */
export const customWriteEndpoints: readonly Endpoint[] = [
  { ...write, kind: 'create', name: 'custom/insert', handle: insert(false) },
  { ...write, kind: 'create', name: 'custom/insertAttach', handle: insert(true) },
  { ...write, kind: 'update', name: 'custom/update', handle: update },
  { ...write, kind: 'create', name: 'custom/insertMany', handle: insertMany },
  { ...write, kind: 'update', name: 'custom/updateMany', handle: updateMany },
  { ...write, kind: 'update', name: 'custom/delete', handle: remove },
];
