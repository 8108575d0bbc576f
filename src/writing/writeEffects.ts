import type { CaseWriteField, ContactWriteField, WriteEffect } from '../model/WriteEffect.js';
import type { ActivityDraft, CaseChanges, CaseDraft, ContactFields } from '../wolkvox/WolkvoxClient.js';

/** What creating a case may change. */
export function effectOfNewCase(draft: CaseDraft): WriteEffect {
  const { type, status, priority, contactEmail, ownerUser, responsibleUser } = draft;
  return { kind: 'caseCreated', values: { type, status, priority, contactEmail, ownerUser, responsibleUser } };
}

/** What changing a case may change: what is derived from the fields that were sent is for the readers to know. */
export function effectOfCaseChanges(id: string, changes: CaseChanges): WriteEffect {
  const sent: Readonly<Record<CaseWriteField, boolean>> = {
    type: changes.type !== undefined,
    description: changes.description !== undefined,
    status: changes.status !== undefined,
    priority: changes.priority !== undefined,
    solution: changes.solution !== undefined,
    ownerUser: changes.ownerUser !== undefined,
    responsibleUser: changes.responsibleUser !== undefined,
    customFields: changes.customFields.size > 0,
    attachments: changes.attachments.length > 0,
  };
  return { kind: 'caseChanged', id, fields: namesOf(sent) };
}

/** What creating a contact may change. */
export function effectOfNewContact({ email, identification }: ContactFields): WriteEffect {
  return { kind: 'contactCreated', email: email ?? null, identification: identification ?? null };
}

/** What changing a contact may change. */
export function effectOfContactChanges(id: string, fields: ContactFields): WriteEffect {
  const sent: Readonly<Record<ContactWriteField, boolean>> = {
    name: fields.name !== undefined,
    email: fields.email !== undefined,
    identification: fields.identification !== undefined,
    phone: fields.phone !== undefined,
    customFields: fields.customFields.size > 0,
  };
  return { kind: 'contactChanged', id, fields: namesOf(sent) };
}

/** What creating an activity may change. */
export function effectOfNewActivity({ subject }: ActivityDraft): WriteEffect {
  return { kind: 'activityCreated', subjectId: subject.id };
}

/** What a write of the vendor's own fields may change: nobody here knows what they mean. */
export function effectOfRecordChanges(module: string, id: string): WriteEffect {
  return module === 'cases' ? { kind: 'anything', caseId: id } : { kind: 'anything' };
}

function namesOf<Name extends string>(sent: Readonly<Record<Name, boolean>>): readonly Name[] {
  const names: Name[] = [];
  for (const name in sent) if (sent[name]) names.push(name);
  return names;
}
