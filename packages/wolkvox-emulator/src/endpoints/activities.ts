import { jsonObject, type JsonObject } from '../Json.js';
import { Refusal } from '../Refusal.js';
import type { Tenant } from '../Tenant.js';
import { activitiesModule } from './customModules.js';
import { filledText, optionalText, requiredObject } from './parameters.js';

/** What the vendor's page on calls lists as required, telephone aside. */
const callFields = [
  'status',
  'name',
  'priority',
  'name_module',
  'id_record',
  'completion_date',
  'remember',
  'reminder_date',
  'description',
  'location',
  'wolkvox_owner',
] as const;
const phoneFields = ['type', 'country', 'code', 'value'] as const;

function requireCallFields(fields: JsonObject): void {
  for (const name of callFields) if (!Object.hasOwn(fields, name)) throw new Refusal('parameter', name);
  const phone = requiredObject(fields, 'phone');
  for (const name of phoneFields) if (!Object.hasOwn(phone, name)) throw new Refusal('parameter', `phone.${name}`);
}

/**
 * Stores an activity as it was written. Calls need every field of the vendor's page (they may be empty), tasks and
 * meetings only a name. The owner must be a user where one is named.
 */
export function createActivity(body: JsonObject, tenant: Tenant): JsonObject {
  const type = filledText(body, 'type');
  if (type !== 'call' && type !== 'task' && type !== 'meet') throw new Refusal('parameter', 'type');
  const fields = requiredObject(body, 'fields');
  if (type === 'call' && tenant.settings.requireAllCallFields) requireCallFields(fields);
  filledText(fields, 'name');
  const priority = optionalText(fields, 'priority');
  if (priority !== undefined && !['high', 'normal', 'low'].includes(priority))
    throw new Refusal('parameter', 'priority');
  const owner = optionalText(fields, 'wolkvox_owner');
  if (owner !== undefined && tenant.userByLogin(owner) === undefined) throw new Refusal('user', 'wolkvox_owner');
  const nowMs = tenant.clock.nowMs();
  const id = tenant.newId();
  const document = jsonObject([
    ['type', type],
    ...Object.entries(fields),
    ['wolkvox_fecha_creacion', tenant.localTime.stamp(nowMs)],
    ['wolkvox_usuario_creacion', fields['wolkvox_usuario_creacion'] ?? `API@${tenant.operation}`],
    ['wolkvox_id', id],
  ]);
  tenant.store.put(activitiesModule, document, nowMs + tenant.settings.readAfterWriteLagMs);
  const parent = optionalText(fields, 'id_record');
  return { wolkvox_id: tenant.settings.activityIdIsParent ? (parent ?? id) : id };
}
