import { type Json, type JsonObject, scalarText } from '../Json.js';
import { Refusal } from '../Refusal.js';
import { caseDocument } from '../store/caseDocument.js';
import { caseNumber } from '../store/caseNumber.js';
import { closedCondition, findByName } from '../store/Catalogue.js';
import { ownerOf, responsibleOf, type User } from '../store/User.js';
import type { Tenant } from '../Tenant.js';
import { fileLink, storedFiles } from './attachments.js';
import type { VendorCall } from './Endpoint.js';
import { filledText, optionalText, textList } from './parameters.js';

/** The user of that login; refuses with 412 when there is none, since users must exist before a case names them. */
export function existingUser(body: JsonObject, name: string, tenant: Tenant): User {
  const user = tenant.userByLogin(filledText(body, name));
  if (user === undefined) throw new Refusal('user', name);
  return user;
}

function contactByEmail(email: string, tenant: Tenant): JsonObject {
  const contacts = tenant.store.table('contacts')?.records() ?? [];
  const found =
    contacts.find((record) => record.document['emailcontact'] === email) ??
    contacts.find((record) => scalarText(record.document['emailcontact'])?.toLowerCase() === email.toLowerCase());
  if (found === undefined) throw new Refusal('contact', 'contact');
  return found.document;
}

/** The history entry of something that the API did. */
export function apiEntry(message: string, tenant: Tenant): JsonObject {
  const date = tenant.localTime.historyStamp(tenant.clock.nowMs());
  return { date, message, user: `API@${tenant.operation}` };
}

/** A number for the next case that no case has. */
function freeNumber(tenant: Tenant): string {
  const taken = new Set(
    tenant.store
      .table('cases')
      ?.records()
      .map((record) => record.document['idCase']) ?? [],
  );
  for (;;) {
    const number = caseNumber(tenant.clock.nowMs(), tenant.localTime, tenant.random.integer(0, 999_999));
    if (!taken.has(number)) return number;
  }
}

/**
 * Creates a case from the fields of the insert endpoints; `form` has been decoded. Refuses with 400 what is missing,
 * with 412 an unknown contact or user, with 417 what is not configured or lacks the solution.
 */
export function createCase(call: VendorCall, form: JsonObject, tenant: Tenant): JsonObject {
  const { body } = call;
  const { catalogue, clock, localTime, operation } = tenant;
  const typeName = filledText(body, 'case-type');
  const description = filledText(body, 'description');
  const statusName = filledText(body, 'status');
  const priorityName = filledText(body, 'priority');
  const responsible = existingUser(body, 'responsible', tenant);
  const owner = existingUser(body, 'owner', tenant);
  const contact = contactByEmail(filledText(body, 'contact'), tenant);
  const type = findByName(catalogue.types, typeName);
  const status = findByName(catalogue.statuses, statusName);
  const priority = findByName(catalogue.priorities, priorityName);
  if (type === undefined) throw new Refusal('catalogue', 'case-type');
  if (status === undefined) throw new Refusal('catalogue', 'status');
  if (priority === undefined) throw new Refusal('catalogue', 'priority');
  const solution = optionalText(body, 'solution');
  const isClosed = status.condition === closedCondition;
  if (isClosed && solution === undefined) throw new Refusal('solution', 'solution');

  const nowMs = clock.nowMs();
  const number = freeNumber(tenant);
  const id = tenant.newId();
  const uploaded = call.files.map((file) => fileLink(file.name, operation, id));
  const attached = storedFiles(textList(body['attachments'], 'attachments'), operation, id);
  const name = scalarText(contact['namecontact']) ?? '';
  const email = scalarText(contact['emailcontact']) ?? '';
  const phone: Json | undefined = contact['telephonecontact'];
  const document = caseDocument({
    idPrefijo: `${type.prefix}-${number}`,
    form,
    owner: ownerOf(owner),
    prefix: type.prefix,
    idCase: number,
    timeEstimated: localTime.stamp(nowMs + priority.minutes * 60_000),
    contact: `${name} - ${email}`,
    contactId: scalarText(contact['wolkvox_id']) ?? '',
    contactIdentification: scalarText(contact['idcontact']) ?? '',
    nameContact: name,
    contactEmail: email,
    contactTel: phone,
    description,
    reOpened: false,
    caseType: type.name,
    files: [...uploaded, ...attached],
    groupsOwner: [],
    status: { value: status.condition, name: status.name },
    history: [apiEntry('Creó el caso', tenant)],
    priority: { value: priority.minutes, name: priority.name },
    closeDate: isClosed ? localTime.stamp(nowMs) : '',
    responsible: responsibleOf(responsible),
    dependentOf: null,
    expiry: { isExpired: false, expiringPercent: 0, expiredPercent: 0 },
    solution,
    createdAt: localTime.stamp(nowMs),
    createdBy: `API@${operation}`,
    origin: call.userAgent,
    ipAddress: `${call.address} – v2`,
    id,
  });
  tenant.store.put('cases', document, nowMs + tenant.settings.readAfterWriteLagMs);
  return { wolkvox_id: id, idPrefijo: document['idPrefijo'] ?? '' };
}
