import type { ContactRecord, EmbeddedContact } from '../../model/ContactRecord.js';
import { toContactId } from '../../model/ids.js';
import { defineRecord } from './defineRecord.js';
import { readOwnFields } from './customFields.js';
import { readOwner } from './owner.js';
import { readPhone } from './phone.js';
import type { RowReader } from './RowReader.js';

const systemKeys = new Set(['idcontact', 'namecontact', 'emailcontact', 'telephonecontact', 'wolkvox-id', '_id']);

/** A row of module `contacts`; null without a usable id. The tenant's own fields stand beside the CRM's. */
export const mapContact = defineRecord<ContactRecord>(toContactId, {
  name: (row) => row.text('namecontact'),
  email: (row) => row.address('emailcontact'),
  identification: (row) => row.document('idcontact'),
  phone: (row) => readPhone(row, 'telephonecontact'),
  owner: (row) => readOwner(row, 'wolkvox_owner'),
  createdAt: (row) => row.instant('wolkvox_fecha_creacion'),
  updatedAt: (row) => row.instant('wolkvox_fecha_modificacion'),
  customFields: (row) => readOwnFields(row, (label) => !systemKeys.has(label) && !label.startsWith('wolkvox_')),
});

/**
 * The contact as far as a case carries it; null where it carries no id of one. What the row has no key for stays
 * undefined: it has to be looked up.
 */
export function readEmbeddedContact(row: RowReader): EmbeddedContact | null {
  const id = row.reference('contactId');
  if (id === null) return null;
  const isShownApart = row.has('nameContact') && row.has('contactEmail');
  const shown = isShownApart ? nothingShown : splitShownContact(row.text('contact'));
  return {
    id: toContactId(id),
    name: row.has('nameContact') ? row.text('nameContact') : row.has('contact') ? shown.name : undefined,
    email: row.has('contactEmail') ? row.address('contactEmail') : (shown.email ?? undefined),
    identification: row.has('contactIdentification') ? row.document('contactIdentification') : undefined,
    phone: row.has('contactTel') ? readPhone(row, 'contactTel') : undefined,
  };
}

const nothingShown = { name: null, email: null };

/** `contact` is a name, or "name - email". */
function splitShownContact(text: string | null): { readonly name: string | null; readonly email: string | null } {
  const parts = /^(.*?)\s*(?:(?:^|\s)-\s+)?([^\s@]+@[^\s@]+)\s*$/s.exec(text ?? '');
  if (parts?.[2] === undefined) return { name: text, email: null };
  return { name: parts[1] === undefined || parts[1] === '' ? null : parts[1], email: parts[2] };
}
