import type { CallContext } from '../../model/CallContext.js';
import type { CaseRecord } from '../../model/CaseRecord.js';
import { overlay } from '../../model/overlay.js';
import type { ContactRecord } from '../../model/ContactRecord.js';

/** Looks a contact up by its id; null for none. */
export type FindContact = (id: string, call: CallContext) => Promise<ContactRecord | null>;

/**
 * Makes a function that fills in what a case's row leaves out of its contact, from the contact's own record: one call
 * per contact and list. Where there is no such record, what the row leaves out counts as empty.
 */
export function createContactCompletion(findContact: FindContact, call: CallContext) {
  const known = new Map<string, ContactRecord | null>();
  return async (row: CaseRecord): Promise<{ readonly row: CaseRecord; readonly calls: number }> => {
    const { contact } = row;
    if (contact === null) return { row, calls: 0 };
    let calls = 0;
    const before = known.get(contact.id);
    const whole =
      before === undefined
        ? await findContact(
            contact.id,
            counted(call, () => (calls += 1)),
          )
        : before;
    known.set(contact.id, whole);
    const filled = {
      id: contact.id,
      name: contact.name ?? whole?.name ?? null,
      email: contact.email ?? whole?.email ?? null,
      identification: contact.identification ?? whole?.identification ?? null,
      phone: contact.phone ?? whole?.phone ?? null,
    };
    return { row: overlay(row, { contact: filled }), calls };
  };
}

/** The same call, which tells of every attempt. */
export function counted(call: CallContext, onCall: () => void): CallContext {
  return {
    ...call,
    owner: call.owner ?? call,
    onCall: (endpoint) => {
      onCall();
      call.onCall(endpoint);
    },
  };
}
