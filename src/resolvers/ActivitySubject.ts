import type { ActivitySubjectResolvers } from '../__generated__/resolvers.js';
import type { RecordReference } from '../model/ActivityRecord.js';
import { toCaseId, toCompanyId, toContactId } from '../model/ids.js';
import type { CaseNode, CompanyNode, ContactNode } from '../model/references.js';
import { needsLookUp } from './carriedFields.js';
import type { Context } from './Context.js';
import { selectedFields, type SelectionInfo } from './selectedFields.js';

type Subject = CaseNode | ContactNode | CompanyNode | RecordReference;

/** The record an activity hangs on: a case, a contact, a company, or a record of a module that is no type of this graph. */
export const ActivitySubject = {
  __resolveType(subject: Subject) {
    if ('module' in subject) return 'RecordReference';
    if ('email' in subject) return 'Contact';
    return 'caseNumber' in subject ? 'Case' : 'Company';
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
    case 'companies':
      if (needsRecord('Company', info)) return loaders.findCompany(id);
      return { id: toCompanyId(id), name: null, identification: null };
    default:
      return reference;
  }
}

function needsRecord(typeName: 'Case' | 'Contact' | 'Company', info: SelectionInfo): boolean {
  return needsLookUp('Activity.subject', typeName, selectedFields(info, typeName));
}
