import { jsonObject, type Json, type JsonObject } from '../Json.js';

/** The keys of a collection step in the order of the vendor's sample, up to the owner and the id. */
export const gestionKeys = [
  'tipifycation_code',
  'tipifycation_desc',
  'module',
  'id_customer',
  'customer_id',
  'wolkvox_idRecord',
  'wolkvox_idCall',
  'client_name',
  'client_lastname',
  'client_type_document',
  'client_telephone',
  'agent_name',
  'agent_id',
  'type_interaction',
  'time',
  'date',
  'campaign_id',
  'tipification_code',
  'tipification_description',
  'wolkvox_idCustomer',
  'wolkvox_phoneCall',
  'wolkvox_CrmPhoneCall',
  'obligation',
  'wolkvox_usuario_creacion',
  'wolkvox_origen',
  'wolkvox_ip_address',
] as const;

export type GestionKey = (typeof gestionKeys)[number];

/** A collection step; what is not given is `""`, as in the vendor's sample. */
export function gestionDocument(
  values: Readonly<Partial<Record<GestionKey, Json>>>,
  owner: JsonObject,
  id: string,
): JsonObject {
  return jsonObject([
    ...gestionKeys.map((key) => [key, values[key] ?? ''] as const),
    ['wolkvox_owner', owner],
    ['wolkvox_id', id],
  ]);
}
