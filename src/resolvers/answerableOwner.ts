import type { OwnerRecord } from '../model/OwnerRecord.js';
import { selectedFields, type SelectionInfo } from './selectedFields.js';

/**
 * The owner as its record has it, where that answers the fields selected; null where it cannot. The graph's owners have
 * an id, but a record may name one by its login only: then what the record does not say would have to be looked up.
 */
export function answerableOwner(owner: OwnerRecord | null, info: SelectionInfo): OwnerRecord | null {
  if (owner === null || owner.id !== null) return owner;
  return [...selectedFields(info, 'Owner')].every((field) => isKnown(owner, field)) ? owner : null;
}

function isKnown(owner: OwnerRecord, field: string): boolean {
  switch (field) {
    case 'name':
    case 'email':
    case 'isGroup':
      return owner[field] !== null;
    case 'user':
    case 'cases':
      // The cases of an owner can be searched by the login as well as by the id.
      return owner.user !== null;
    default:
      return false;
  }
}
