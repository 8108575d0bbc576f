import type { ActivityRecord } from '../../src/model/ActivityRecord.js';
import type { CaseRecord } from '../../src/model/CaseRecord.js';
import type { ContactRecord, EmbeddedContact } from '../../src/model/ContactRecord.js';
import type { GestionRecord } from '../../src/model/GestionRecord.js';
import { toActivityId, toCaseId, toContactId, toGestionId, toOwnerId } from '../../src/model/ids.js';
import type { OwnerRecord } from '../../src/model/OwnerRecord.js';
import { isUnreadable } from '../../src/model/unreadable.js';

/** A case of which only what a test names is set. */
export function makeCase(id: string, given: Partial<CaseRecord> = {}): CaseRecord {
  return {
    id: toCaseId(id),
    caseNumber: null,
    sequence: null,
    prefix: null,
    type: null,
    status: null,
    priority: null,
    description: null,
    solution: null,
    reason: null,
    isReopened: null,
    isExpired: null,
    dueAt: null,
    createdAt: null,
    createdBy: null,
    updatedAt: null,
    updatedBy: null,
    closedAt: null,
    dependency: null,
    contact: null,
    company: null,
    owner: null,
    responsible: null,
    ownerGroups: [],
    history: [],
    files: [],
    customFields: [],
    ...given,
  };
}

/** The same record, of which these fields could not be read. */
export function withUnreadable<T extends object>(record: T, fields: readonly string[]): T {
  return Object.assign(record, { [isUnreadable]: (field: string) => fields.includes(field) });
}

/** A contact as a case carries it. */
export function makeEmbeddedContact(id: string, given: Partial<EmbeddedContact> = {}): EmbeddedContact {
  return {
    id: toContactId(id),
    name: undefined,
    email: undefined,
    identification: undefined,
    phone: undefined,
    ...given,
  };
}

/** A whole contact of which only what a test names is set. */
export function makeContact(id: string, given: Partial<ContactRecord> = {}): ContactRecord {
  return {
    id: toContactId(id),
    name: null,
    email: null,
    identification: null,
    phone: null,
    owner: null,
    createdAt: null,
    updatedAt: null,
    customFields: [],
    ...given,
  };
}

/** An owner; without an id for null. */
export function makeOwner(id: string | null, given: Partial<OwnerRecord> = {}): OwnerRecord {
  return { id: id === null ? null : toOwnerId(id), user: null, name: null, email: null, isGroup: null, ...given };
}

/** A call of which only what a test names is set. */
export function makeActivity(id: string, given: Partial<ActivityRecord> = {}): ActivityRecord {
  return {
    id: toActivityId(id),
    kind: 'CALL',
    name: null,
    status: null,
    priority: null,
    description: null,
    location: null,
    phone: null,
    startAt: null,
    dueAt: null,
    remindAt: null,
    participants: [],
    owner: null,
    subject: null,
    createdAt: null,
    ...given,
  };
}

/** A collection step of which only what a test names is set. */
export function makeGestion(id: string, given: Partial<GestionRecord> = {}): GestionRecord {
  return {
    id: toGestionId(id),
    recordId: null,
    typificationCode: null,
    typification: null,
    obligation: null,
    customerId: null,
    customerName: null,
    customerDocumentType: null,
    phone: null,
    interactionType: null,
    agentId: null,
    agentName: null,
    campaignId: null,
    callId: null,
    occurredAt: null,
    origin: null,
    createdBy: null,
    owner: null,
    ...given,
  };
}
