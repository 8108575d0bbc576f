import type { ContactRecord, EmbeddedContact } from '../../model/ContactRecord.js';
import { toContactId } from '../../model/ids.js';
import { readOwnFields } from './customFields.js';
import { readOwner } from './owner.js';
import { readPhone } from './phone.js';
import type { RowReader } from './RowReader.js';

const systemKeys = new Set(['idcontact', 'namecontact', 'emailcontact', 'telephonecontact', 'wolkvox-id', '_id']);

/** A row of module `contacts`; null without a usable id. The tenant's own fields stand beside the CRM's. */
export function mapContact(row: RowReader): ContactRecord | null {
  const id = row.id('wolkvox_id');
  if (id === null) return null;
  return {
    id: toContactId(id),
    name: row.text('namecontact'),
    email: row.address('emailcontact'),
    identification: row.document('idcontact'),
    phone: readPhone(row, 'telephonecontact'),
    owner: readOwner(row, 'wolkvox_owner'),
    createdAt: row.instant('wolkvox_fecha_creacion'),
    updatedAt: row.instant('wolkvox_fecha_modificacion'),
    customFields: readOwnFields(row, (label) => !systemKeys.has(label) && !label.startsWith('wolkvox_')),
  };
}

/**
 * The contact as far as a case carries it; null where it carries no id of one. What the row has no key for stays
 * undefined: it has to be looked up.
 */
export function readEmbeddedContact(row: RowReader): EmbeddedContact | null {
  const id = row.reference('contactId');
  if (id === null) return null;
  const shown = splitShownContact(row.text('contact'));
  return {
    id: toContactId(id),
    name: row.has('nameContact') ? row.text('nameContact') : row.has('contact') ? shown.name : undefined,
    email: row.has('contactEmail') ? row.address('contactEmail') : (shown.email ?? undefined),
    identification: row.has('contactIdentification') ? row.document('contactIdentification') : undefined,
    phone: row.has('contactTel') ? readPhone(row, 'contactTel') : undefined,
  };
}

/** `contact` is a name, or "name - email". */
function splitShownContact(text: string | null): { readonly name: string | null; readonly email: string | null } {
  const parts = /^(.*?)\s*(?:(?:^|\s)-\s+)?([^\s@]+@[^\s@]+)\s*$/s.exec(text ?? '');
  if (parts?.[2] === undefined) return { name: text, email: null };
  return { name: parts[1] === undefined || parts[1] === '' ? null : parts[1], email: parts[2] };
}
