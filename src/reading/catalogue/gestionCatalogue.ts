import type { GestionRecord } from '../../model/GestionRecord.js';
import { type Catalogue, type FilterField, evaluated, identity, instant, texts } from './FilterField.js';

const fields: Readonly<Record<string, FilterField<GestionRecord, 'customerId'>>> = {
  customerId: identity('customerId', 5, (row) => texts(row.customerId)),
  obligation: evaluated((row) => texts(row.obligation)),
  recordId: evaluated((row) => texts(row.recordId), 'exact'),
  typificationCode: evaluated((row) => texts(row.typificationCode)),
  agentId: evaluated((row) => texts(row.agentId)),
  campaignId: evaluated((row) => texts(row.campaignId)),
  occurredAt: instant('none', (row) => row.occurredAt),
};

/** What collection steps can be filtered by: the CRM searches them by their customer only. */
export const gestionCatalogue: Catalogue<GestionRecord, 'customerId'> = new Map(Object.entries(fields));
