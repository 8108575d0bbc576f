import type { CallContext } from '../../model/CallContext.js';
import type { CaseRecord } from '../../model/CaseRecord.js';
import { overlay } from '../../model/overlay.js';
import type { ContactRecord } from '../../model/ContactRecord.js';
import type { PageReader } from '../PageReader.js';
import { keyPage, pickContact } from '../lookup/pickRecord.js';

interface Found {
  readonly contact: ContactRecord | null;
  readonly calls: number;
}

/**
 * Makes a function that fills in what a case's row leaves out of its contact, from the contact's own record: one call
 * per contact and list. Where there is no such record, what the row leaves out counts as empty.
 */
export function createContactLookup(pages: PageReader, call: CallContext) {
  const known = new Map<string, Found>();
  return async (row: CaseRecord): Promise<{ readonly row: CaseRecord; readonly calls: number }> => {
    const { contact } = row;
    if (contact === null) return { row, calls: 0 };
    const before = known.get(contact.id);
    const found = before ?? (await find(pages, contact.id, call));
    known.set(contact.id, found);
    const whole = found.contact;
    const filled = {
      id: contact.id,
      name: contact.name ?? whole?.name ?? null,
      email: contact.email ?? whole?.email ?? null,
      identification: contact.identification ?? whole?.identification ?? null,
      phone: contact.phone ?? whole?.phone ?? null,
    };
    return { row: overlay(row, { contact: filled }), calls: before === undefined ? found.calls : 0 };
  };
}

async function find(pages: PageReader, id: string, call: CallContext): Promise<Found> {
  const key = { field: 'id', value: id } as const;
  const page = await pages.searchContacts(key, keyPage, call);
  return { contact: pickContact(page, key), calls: page.calls };
}
