import type { CaseCustomFieldsArgs, CaseResolvers } from '../__generated__/resolvers.js';
import type { CaseRecord } from '../model/CaseRecord.js';
import type { CaseNode } from '../model/references.js';
import { answerableOwner } from './answerableOwner.js';
import type { Context } from './Context.js';
import { entityKeys } from './entityKeys.js';
import { findByReference } from './findByReference.js';
import { embeddedContact } from './embeddedContact.js';
import { isOverdue } from './isOverdue.js';
import { lazyFields } from './lazyFields.js';
import { pickCustomFields } from './pickCustomFields.js';
import { readWindow } from './readWindow.js';
import { recordOnly } from './recordOnly.js';
import { tellUnreadable } from './tellUnreadable.js';

const completion = {
  isWhole: (node: CaseNode): node is CaseRecord => 'history' in node,
  load: ({ id }: CaseNode, { loaders }: Context) => loaders.findCase({ field: 'id', value: id }),
};
const field = lazyFields<CaseNode, CaseRecord>(completion);
const caseNumber = field((record) => record.caseNumber, null);

/** The case's own fields, typed; only in a schema with typed forms. */
export const caseForm = recordOnly(field((record, _args, { forms }) => forms?.caseForm(record) ?? null, null));

/** A case. What travels in its row costs nothing; a case known by its id only is looked up by the first other field. */
export const Case = {
  __resolveReference: (representation: object, { loaders }: Context) =>
    findByReference(representation, entityKeys.Case, (key) => loaders.findCase(key)),

  caseNumber: recordOnly<NonNullable<CaseResolvers['caseNumber']>>(
    (node, args, context, info) => node.caseNumber ?? caseNumber(node, args, context, info),
  ),
  sequence: field((record) => record.sequence, null),
  prefix: field((record) => record.prefix, null),
  type: field((record) => record.type, null),
  status: field((record) => record.status, null),
  priority: field((record) => record.priority, null),
  description: field((record) => record.description, null),
  solution: field((record) => record.solution ?? null, null),
  reason: field((record) => record.reason ?? null, null),
  isReopened: field((record) => record.isReopened, null),
  isOverdue: field((record, _args, { now }) => isOverdue(record, now()), null),
  dueAt: field((record) => record.dueAt, null),
  createdAt: field((record) => record.createdAt, null),
  createdBy: field((record) => record.createdBy, null),
  updatedAt: field((record) => record.updatedAt, null),
  updatedBy: field((record) => record.updatedBy, null),
  closedAt: field((record) => record.closedAt, null),
  dependency: field((record) => record.dependency, null),
  contact: field((record, _args, _context, info) => embeddedContact(record.contact, info), null),
  company: field((record) => record.company, null),
  // Both travel with the case and are never worth a call.
  owner: field((record, _args, _context, info) => answerableOwner(record.owner, info), null),
  responsible: field((record, _args, _context, info) => answerableOwner(record.responsible, info), null),
  ownerGroups: field((record) => record.ownerGroups, []),
  history: field((record) => record.history, []),
  files: field((record) => record.files, []),
  customFields: field(
    (record, { labels }: Partial<CaseCustomFieldsArgs>) => pickCustomFields(record.customFields, labels),
    [],
  ),

  activities: async ({ id }, args, { loaders }, info) =>
    tellUnreadable(loaders.listActivities(id, readWindow(args)), info, 'Activity'),
} satisfies CaseResolvers;
