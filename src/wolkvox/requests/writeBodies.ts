import type { Json, JsonObject } from '../../model/Json.js';
import { modules } from '../fields.js';
import type { TenantZone } from '../TenantZone.js';
import type { ActivityDraft, Attachment, CaseChanges, CaseDraft, ContactFields, PhoneDraft } from '../WolkvoxClient.js';
import { attachmentText } from './attachmentText.js';
import type { AttachmentFormat } from './attachmentText.js';
import type { RequestBody } from './readBodies.js';

/** cases/insertAttach. `form` and `attachments` are sent even when empty, as the vendor's samples do. */
export function createCaseBody(draft: CaseDraft, format: AttachmentFormat): RequestBody {
  return {
    'case-type': composed(draft.type),
    responsible: composed(draft.responsibleUser),
    owner: composed(draft.ownerUser),
    contact: composed(draft.contactEmail),
    description: composed(draft.description),
    form: toObject(draft.customFields),
    status: composed(draft.status),
    priority: composed(draft.priority),
    ...(draft.solution === null ? {} : { solution: composed(draft.solution) }),
    attachments: draft.attachments.map((attachment) => attachmentText(attachment, format)),
  };
}

/**
 * custom/update on module `cases`, with exactly the fields given. The names are those of creating a case: the vendor's
 * page for updates names none of a case's.
 */
export function updateCaseBody(id: string, changes: CaseChanges, format: AttachmentFormat): RequestBody {
  const fields = {
    ...given('case-type', changes.type),
    ...given('responsible', changes.responsibleUser),
    ...given('owner', changes.ownerUser),
    ...given('description', changes.description),
    ...given('status', changes.status),
    ...given('priority', changes.priority),
    ...given('solution', changes.solution),
    ...(changes.customFields.size === 0 ? {} : { form: toObject(changes.customFields) }),
  };
  return updateBody(modules.cases, id, fields, changes.attachments, format);
}

/** custom/update on any module. Attachments stand beside the fields, as on the vendor's page. */
export function updateBody(
  module: string,
  id: string,
  fields: JsonObject,
  attachments: readonly Attachment[],
  format: AttachmentFormat,
): RequestBody {
  return {
    module,
    'wolkvox-id': id,
    fields,
    ...(attachments.length === 0
      ? {}
      : { attachments: attachments.map((attachment) => attachmentText(attachment, format)) }),
  };
}

/** custom/insert on module `contacts`. */
export function createContactBody(fields: ContactFields): RequestBody {
  return { module: modules.contacts, fields: contactFields(fields) };
}

/** custom/update on module `contacts`, with exactly the fields given. */
export function updateContactBody(id: string, fields: ContactFields): RequestBody {
  return { module: modules.contacts, 'wolkvox-id': id, fields: contactFields(fields) };
}

/**
 * custom/insert on module `wolkvox_activities`. Everything that the vendor's page requires is sent, as empty text where
 * there is nothing to say.
 */
export function createActivityBody(draft: ActivityDraft, zone: TenantZone): RequestBody {
  const common = {
    status: composed(draft.status),
    name: composed(draft.name),
    priority: draft.priority.toLowerCase(),
    name_module: draft.subject.module,
    id_record: draft.subject.id,
    completion_date: zone.toText(draft.dueAt),
    remember: draft.remindAt !== null,
    reminder_date: draft.remindAt === null ? '' : zone.toText(draft.remindAt),
    description: composed(draft.description),
    wolkvox_owner: composed(draft.ownerUser),
  };
  const module = modules.activities;
  switch (draft.kind) {
    case 'CALL':
      return {
        module,
        type: 'call',
        fields: { ...common, location: composed(draft.location), phone: phoneValue(draft.phone) },
      };
    case 'TASK':
      return { module, type: 'task', fields: { ...common, wolkvox_usuario_creacion: composed(draft.ownerUser) } };
    case 'MEETING':
      return {
        module,
        type: 'meet',
        fields: {
          ...common,
          location: composed(draft.location),
          start_date: zone.toText(draft.startAt),
          participants: { type: 'participant', value: draft.participantUsers.map(composed) },
        },
      };
  }
}

function contactFields(fields: ContactFields): JsonObject {
  return {
    ...given('namecontact', fields.name),
    ...given('emailcontact', fields.email),
    ...given('idcontact', fields.identification),
    ...(fields.phone === undefined ? {} : { telephonecontact: phoneValue(fields.phone) }),
    ...toObject(fields.customFields),
  };
}

function phoneValue({ country, code, value }: PhoneDraft): JsonObject {
  return { type: 'telephone', country: composed(country), code, value };
}

/** Text in the one form in which it is compared as well: an `é` is one character, whoever typed it. */
function composed(text: string): string {
  return text.normalize('NFC');
}

function given(key: string, value: string | undefined): JsonObject {
  return value === undefined ? {} : { [key]: composed(value) };
}

function toObject(fields: ReadonlyMap<string, Json>): JsonObject {
  return Object.fromEntries(fields);
}
