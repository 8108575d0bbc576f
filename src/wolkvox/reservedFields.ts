/**
 * Field names that callers may not write through the generic inputs (own fields, `updateRecord`), because the CRM keeps
 * a record's identity, history or a field with an argument of its own under them. Own fields of a case travel inside
 * `form`, apart from all of these.
 */
export interface ReservedFields {
  /** For the own fields of a contact, which stand beside the contact's system fields. */
  readonly onContacts: (name: string) => boolean;
  /** For a change by the CRM's own field names, which may touch all but identity and history. */
  readonly onRecords: (name: string) => boolean;
}

const contactNames = new Set(['attachments', 'emailcontact', 'idcontact', 'namecontact', 'telephonecontact']);

/** What the CRM itself keeps on every record. Both spellings of the id are in use. */
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

export const reservedFields: ReservedFields = {
  onContacts: (name) => /^wolkvox[_-]/i.test(name) || contactNames.has(name),
  onRecords: (name) => bookkeepingNames.has(name.trim().toLowerCase()),
};
