import { type Answer, searchAnswer, writeAnswer } from '../Answer.js';
import { type Json, type JsonObject, scalarText } from '../Json.js';
import { Refusal } from '../Refusal.js';
import { gestionDocument, type GestionKey, gestionKeys } from '../store/gestionDocument.js';
import { apiOwner } from '../store/User.js';
import type { Tenant } from '../Tenant.js';
import { gestionesTable } from './customModules.js';
import type { Endpoint, VendorCall } from './Endpoint.js';
import { filledText, requiredObject, requiredText } from './parameters.js';
import { matches, searchTable } from './searchTable.js';

/** The first two are documented; the id is a guess. */
const searchFields = new Set(['customer_id', 'id_customer', 'wolkvox_id']);

function queryGestion({ body }: VendorCall, tenant: Tenant): Answer {
  const { settings } = tenant;
  const field = filledText(body, 'field');
  const wanted = requiredText(body, 'value');
  const isKnown = searchFields.has(field);
  if (!isKnown && settings.unknownField === 'refuse') throw new Refusal('field', field);
  const valueOf = (document: JsonObject): string => scalarText(document[field]) ?? '';
  const page = searchTable(
    tenant.store.ensureTable(gestionesTable),
    body,
    (document) => isKnown && matches([valueOf(document)], wanted, settings.matching),
    tenant,
  );
  return searchAnswer(page, settings);
}

/** The keys that the vendor's sample of an insert fills. */
const requiredKeys = ['tipifycation_desc', 'module', 'wolkvox_idRecord'] as const;

function insertGestion(call: VendorCall, tenant: Tenant): Answer {
  const fields = requiredObject(call.body, 'fields');
  for (const key of requiredKeys) filledText(fields, key);
  const nowMs = tenant.clock.nowMs();
  const id = tenant.newId();
  const given: Partial<Record<GestionKey, Json>> = {};
  for (const key of gestionKeys) {
    const value = fields[key];
    if (value !== undefined) given[key] = value;
  }
  const customer = fields['customer_id'] ?? fields['id_customer'] ?? '';
  const document = gestionDocument(
    {
      date: tenant.localTime.day(nowMs),
      time: tenant.localTime.timeOfDay(nowMs),
      tipification_code: fields['tipifycation_code'] ?? '',
      tipification_description: fields['tipifycation_desc'] ?? '',
      id_customer: customer,
      customer_id: customer,
      ...given,
      wolkvox_usuario_creacion: `API@${tenant.operation}`,
      wolkvox_origen: `${call.userAgent} – /server/API/v2/collections/insertGestion.php`,
      wolkvox_ip_address: `${call.address} – v2`,
    },
    apiOwner,
    id,
  );
  tenant.store.put(gestionesTable, document, nowMs + tenant.settings.readAfterWriteLagMs);
  return writeAnswer('Succesfully create record', { wolkvox_id: id });
}

/** Collection steps. */
export const collectionEndpoints: readonly Endpoint[] = [
  {
    name: 'collections/queryGestion',
    kind: 'read',
    token: 'internal',
    bodyForm: 'json',
    codeType: 'string',
    handle: queryGestion,
  },
  {
    name: 'collections/insertGestion',
    kind: 'create',
    token: 'internal',
    bodyForm: 'json',
    codeType: 'integer',
    handle: insertGestion,
  },
];
