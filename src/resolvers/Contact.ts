import type { GraphQLResolveInfo } from 'graphql';
import type { ContactCustomFieldsArgs, ContactResolvers } from '../__generated__/resolvers.js';
import type { ContactRecord, EmbeddedContact } from '../model/ContactRecord.js';
import type { ContactNode } from '../model/references.js';
import { canIdentify } from '../model/values/identity.js';
import { answerableOwner } from './answerableOwner.js';
import type { Context } from './Context.js';
import { entityKeys } from './entityKeys.js';
import { findByReference } from './findByReference.js';
import { decodeCaseFilter } from './decodeFilters.js';
import { lazyFields } from './lazyFields.js';
import { pickCustomFields } from './pickCustomFields.js';
import { readWindow } from './readWindow.js';
import { recordOnly } from './recordOnly.js';
import { tellUnreadable, tellUnreadableCases } from './tellUnreadable.js';

const completion = {
  isWhole: (node: ContactNode): node is ContactRecord => 'customFields' in node,
  load: ({ id }: ContactNode, { loaders }: Context) => loaders.findContact({ field: 'id', value: id }),
};
const field = lazyFields<ContactNode, ContactRecord>(completion);
const identification = carried('identification');

/** A field that most cases carry of their contact: looked up only where the row had no such key. */
function carried<Name extends 'name' | 'email' | 'identification' | 'phone'>(name: Name) {
  const whole = field<ContactRecord[Name] | null>((record) => record[name], null);
  return recordOnly((node: ContactNode, args: unknown, context: Context, info: GraphQLResolveInfo) => {
    const value: EmbeddedContact[Name] = node[name];
    return value === undefined ? whole(node, args, context, info) : value;
  });
}

/** The contact's own fields, typed; only in a schema with typed forms. */
export const contactForm = recordOnly(field((record, _args, { forms }) => forms?.contactForm(record) ?? null, null));

/** A contact, whole or as far as a case carries it. */
export const Contact = {
  __resolveReference: (representation: object, { loaders }: Context) =>
    findByReference(representation, entityKeys.Contact, (key) => loaders.findContact(key)),

  name: carried('name'),
  email: carried('email'),
  identification,
  phone: carried('phone'),
  owner: field((record, _args, _context, info) => answerableOwner(record.owner, info), null),
  createdAt: field((record) => record.createdAt, null),
  updatedAt: field((record) => record.updatedAt, null),
  customFields: field(
    (record, { labels }: Partial<ContactCustomFieldsArgs>) => pickCustomFields(record.customFields, labels),
    [],
  ),

  async cases({ id }, { filter, ...window }, { loaders, forms }, info) {
    const allOf = filter === null || filter === undefined ? [] : [decodeCaseFilter(filter)];
    return tellUnreadableCases(loaders.listCases({ contactId: { eq: id }, allOf }, readWindow(window)), info, forms);
  },
  activities: async ({ id }, args, { loaders }, info) =>
    tellUnreadable(loaders.listActivities(id, readWindow(args)), info, 'Activity'),
  async collectionGestiones(node, args, context, info) {
    const customerId = await identification(node, undefined, context, info);
    const window = readWindow(args);
    if (customerId === null || !canIdentify('customerId', customerId)) return context.loaders.listNothing(window);
    const listed = context.loaders.listGestiones({ customerId: { eq: customerId } }, window);
    return tellUnreadable(listed, info, 'CollectionGestion');
  },
} satisfies ContactResolvers;
