import type { EmbeddedContact } from '../model/ContactRecord.js';
import { selectedFields, type SelectionInfo } from './selectedFields.js';

/** The fields that no case carries of its contact: selecting one of them looks the contact up. */
const fieldsOfRecord = ['owner', 'createdAt', 'updatedAt', 'customFields', 'form'] as const;

/**
 * The contact as its case carries it, for the fields selected. Rows do not always carry everything they can: what is
 * missing is null, because what travels with a case never costs a call, unless something else selected has the contact
 * looked up anyway; then it comes from there.
 */
export function embeddedContact(contact: EmbeddedContact | null, info: SelectionInfo): EmbeddedContact | null {
  if (contact === null || isWhole(contact) || isLookedUp(contact, selectedFields(info, 'Contact'))) return contact;
  const { id, name = null, email = null, identification = null, phone = null } = contact;
  return { id, name, email, identification, phone };
}

function isWhole({ name, email, identification, phone }: EmbeddedContact): boolean {
  return ![name, email, identification, phone].includes(undefined);
}

function isLookedUp({ identification }: EmbeddedContact, selected: ReadonlySet<string>): boolean {
  // Collection steps are found by document number, so they need one even where the row has none.
  if (identification === undefined && selected.has('collectionGestiones')) return true;
  return fieldsOfRecord.some((field) => selected.has(field));
}
