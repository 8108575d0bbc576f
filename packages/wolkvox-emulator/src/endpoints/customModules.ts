import { type JsonObject, scalarText } from '../Json.js';
import { Refusal } from '../Refusal.js';
import type { Table } from '../store/Table.js';
import type { Tenant } from '../Tenant.js';

/** The module of activities, which `custom/insert` treats in its own way. */
export const activitiesModule = 'wolkvox_activities';

/** Where collection steps are kept. Not one of the CRM's modules: only the collections endpoints reach it. */
export const gestionesTable = 'gestiones';

/** The module's table; refuses with 400, or gives undefined, where the tenant has no such module. */
export function moduleTable(module: string, tenant: Tenant): Table | undefined {
  const table = module === gestionesTable ? undefined : tenant.store.table(module);
  if (table === undefined && tenant.settings.unknownField === 'refuse') throw new Refusal('module', module);
  return table;
}

/** The same for a write, which cannot do without. */
export function writableTable(module: string, tenant: Tenant): Table {
  const table = module === gestionesTable ? undefined : tenant.store.table(module);
  if (table === undefined) throw new Refusal('module', module);
  return table;
}

/** Fields that can be searched in a module although no record may have them yet. */
export const knownFields: Readonly<Record<string, readonly string[]>> = {
  contacts: ['idcontact', 'namecontact', 'emailcontact', 'telephonecontact'],
  companies: ['idcompany', 'namecompany', 'emailcompany'],
  [activitiesModule]: ['type', 'status', 'name', 'priority', 'name_module', 'id_record', 'wolkvox_owner'],
};

/** The module whose records a call is about, under the name of its table; undefined where it is about none. */
export function moduleOf(endpoint: string, body: JsonObject): string | undefined {
  if (endpoint.startsWith('cases/')) return 'cases';
  return endpoint.startsWith('collections/') ? gestionesTable : scalarText(body['module']);
}
