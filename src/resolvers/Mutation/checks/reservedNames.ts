/**
 * Names that a tenant's own field cannot have, because the CRM keeps something else under them: writing one through
 * the back door would change the record's identity, its history or a field that has an argument of its own.
 */
export type ReservedNames = (name: string) => boolean;

const caseNames = new Set([
  'attachments',
  'case-type',
  'contact',
  'description',
  'files',
  'form',
  'idCase',
  'idPrefijo',
  'owner',
  'prefix',
  'priority',
  'responsible',
  'solution',
  'status',
]);
const contactNames = new Set(['attachments', 'emailcontact', 'idcontact', 'namecontact', 'telephonecontact']);

/** What the CRM itself keeps on every record: its id and where it came from. Both spellings of the id are in use. */
const bookkeepingNames = new Set([
  'wolkvox-id',
  'wolkvox_fecha_creacion',
  'wolkvox_fecha_modificacion',
  'wolkvox_id',
  'wolkvox_ip_address',
  'wolkvox_origen',
  'wolkvox_usuario_creacion',
  'wolkvox_usuario_modificacion',
]);

const isSystemName: ReservedNames = (name) => name === '__proto__' || /^wolkvox[_-]/i.test(name);

/** For the own fields of a case. */
export const isReservedOnCases: ReservedNames = (name) => isSystemName(name) || caseNames.has(name);

/** For the own fields of a contact. */
export const isReservedOnContacts: ReservedNames = (name) => isSystemName(name) || contactNames.has(name);

/** For a change by the CRM's own field names, which may touch everything but the record's identity and history. */
export const isReservedOnRecords: ReservedNames = (name) =>
  name === '__proto__' || bookkeepingNames.has(name.trim().toLowerCase());
