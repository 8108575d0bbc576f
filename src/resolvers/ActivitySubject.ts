import type { ActivitySubjectResolvers } from '../__generated__/resolvers.js';
import type { RecordReference } from '../model/ActivityRecord.js';
import { toCaseId, toContactId } from '../model/ids.js';
import type { CaseNode, ContactNode } from '../model/references.js';
import type { Context } from './Context.js';
import { selectedFields, type SelectionInfo } from './selectedFields.js';

type Subject = CaseNode | ContactNode | RecordReference;

/** The fields that need no more of the record than its id. */
const fieldsOfId: Readonly<Record<'Case' | 'Contact', ReadonlySet<string>>> = {
  Case: new Set(['id', 'activities']),
  Contact: new Set(['id', 'cases', 'activities']),
};

/** The record an activity hangs on: a case, a contact, or a record of a module that is no type of this graph. */
export const ActivitySubject = {
  __resolveType(subject: Subject) {
    if ('module' in subject) return 'RecordReference';
    return 'email' in subject ? 'Contact' : 'Case';
  },
} satisfies ActivitySubjectResolvers;

/**
 * The record behind a reference. Looked up only when more than its id is selected; null when it is looked up and does
 * not exist.
 */
export async function resolveSubject(
  reference: RecordReference,
  { loaders }: Context,
  info: SelectionInfo,
): Promise<Subject | null> {
  const { module, id } = reference;
  switch (module.trim().toLowerCase()) {
    case 'cases':
      if (needsRecord('Case', info)) return loaders.findCase({ field: 'id', value: id });
      return { id: toCaseId(id), caseNumber: undefined };
    case 'contacts':
      if (needsRecord('Contact', info)) return loaders.findContact({ field: 'id', value: id });
      return { id: toContactId(id), name: undefined, email: undefined, identification: undefined, phone: undefined };
    default:
      return reference;
  }
}

function needsRecord(typeName: 'Case' | 'Contact', info: SelectionInfo): boolean {
  return [...selectedFields(info, typeName)].some((field) => !fieldsOfId[typeName].has(field));
}
