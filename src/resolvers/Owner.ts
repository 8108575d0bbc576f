import type { CaseOwnerRole, OwnerResolvers } from '../__generated__/resolvers.js';
import { Fault } from '../model/Fault.js';
import type { CaseFilter } from '../model/filters.js';
import type { OwnerRecord } from '../model/OwnerRecord.js';
import type { Context } from './Context.js';
import { entityKeys } from './entityKeys.js';
import { findByReference } from './findByReference.js';
import { decodeCaseFilter } from './decodeFilters.js';
import { readWindow } from './readWindow.js';
import { tellUnreadableCases } from './tellUnreadable.js';

/** A user or group, as some record names it. */
export const Owner = {
  __resolveReference: (representation: object, { loaders }: Context) =>
    findByReference(representation, entityKeys.Owner, (key) => loaders.findOwner(key)),

  id({ id }) {
    // A record may name a login alone, but then nobody who selects the id is given that owner.
    if (id === null) throw new Fault('UPSTREAM_BAD_RESPONSE');
    return id;
  },
  async cases(owner, { role, filter, ...window }, { loaders, forms }, info) {
    const theirs = casesOf(owner, role);
    if (theirs === null) return loaders.listNothing(readWindow(window));
    const allOf = filter === null || filter === undefined ? [] : [decodeCaseFilter(filter)];
    return tellUnreadableCases(loaders.listCases({ ...theirs, allOf }, readWindow(window)), info, forms);
  },
} satisfies OwnerResolvers;

/** The filter for an owner's cases, by id where it is known; null for an owner nothing is known of. */
function casesOf({ id, user }: OwnerRecord, role: CaseOwnerRole | null): CaseFilter | null {
  const isResponsible = role === 'RESPONSIBLE';
  if (id !== null) return isResponsible ? { responsibleId: { eq: id } } : { ownerId: { eq: id } };
  if (user !== null) return isResponsible ? { responsibleUser: { eq: user } } : { ownerUser: { eq: user } };
  return null;
}
