import type { ActivityResolvers } from '../__generated__/resolvers.js';
import type { ActivityRecord } from '../model/ActivityRecord.js';
import type { ActivityNode } from '../model/references.js';
import { resolveSubject } from './ActivitySubject.js';
import { answerableOwner } from './answerableOwner.js';
import type { Context } from './Context.js';
import { entityKeys } from './entityKeys.js';
import { findByReference } from './findByReference.js';
import { lazyFields } from './lazyFields.js';

const completion = {
  isWhole: (node: ActivityNode): node is ActivityRecord => 'kind' in node,
  load: ({ id }: ActivityNode, { loaders }: Context) => loaders.findActivity(id),
};
const field = lazyFields<ActivityNode, ActivityRecord>(completion);
const owner = field((record) => record.owner, null);
const subject = field((record) => record.subject, null);

/** An activity; one known by its id only is looked up by the first other field. */
export const Activity = {
  __resolveReference: (representation: object, { loaders }: Context) =>
    findByReference(representation, entityKeys.Activity, ({ value }) => loaders.findActivity(value)),

  // An activity that was just created and cannot be read is one of which nobody can say more than that it exists.
  kind: field<ActivityRecord['kind']>((record) => record.kind, 'OTHER'),
  name: field((record) => record.name, null),
  status: field((record) => record.status, null),
  priority: field((record) => record.priority, null),
  description: field((record) => record.description, null),
  location: field((record) => record.location, null),
  phone: field((record) => record.phone, null),
  startAt: field((record) => record.startAt, null),
  dueAt: field((record) => record.dueAt, null),
  remindAt: field((record) => record.remindAt, null),
  participants: field((record) => record.participants, []),
  async owner(node, args, context, info) {
    const found = await owner(node, args, context, info);
    const answer = answerableOwner(found, info);
    // Activities are written with a login alone, so what else is asked for has to come from the owner's cases.
    if (answer !== null || found?.user === null || found?.user === undefined) return answer;
    return context.loaders.findOwner({ field: 'user', value: found.user });
  },
  async subject(node, args, context, info) {
    const reference = await subject(node, args, context, info);
    return reference === null ? null : resolveSubject(reference, context, info);
  },
  createdAt: field((record) => record.createdAt, null),
} satisfies ActivityResolvers;
