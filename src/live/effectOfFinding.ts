import { caseWriteFields, type WriteEffect } from '../model/WriteEffect.js';
import type { Finding } from './KnownCases.js';

/** What others may have changed: nobody knows which fields, and a new case is found by what it holds. */
export function effectOfFinding({ kind, record }: Finding): WriteEffect {
  if (kind === 'UPDATED') return { kind: 'caseChanged', id: record.id, fields: caseWriteFields };
  const type = record.type?.name ?? null;
  const status = record.status?.name ?? null;
  const priority = record.priority?.name ?? null;
  const contactEmail = record.contact?.email ?? null;
  const ownerUser = record.owner?.user ?? null;
  const responsibleUser = record.responsible?.user ?? null;
  const isKnown =
    type !== null &&
    status !== null &&
    priority !== null &&
    contactEmail !== null &&
    ownerUser !== null &&
    responsibleUser !== null;
  if (!isKnown) return { kind: 'anything' };
  return { kind: 'caseCreated', values: { type, status, priority, contactEmail, ownerUser, responsibleUser } };
}
