import type { GestionRecord } from '../../model/GestionRecord.js';
import type { Condition } from './conditions.js';
import { judgeRow, textsOf, type Facts, type Verdict } from './judgeRow.js';

const facts: Facts<GestionRecord> = {
  values: {
    customerId: (row) => textsOf(row.customerId),
    obligation: (row) => textsOf(row.obligation),
    recordId: (row) => textsOf(row.recordId),
    typificationCode: (row) => textsOf(row.typificationCode),
    agentId: (row) => textsOf(row.agentId),
    campaignId: (row) => textsOf(row.campaignId),
  },
  instants: { occurredAt: (row) => row.occurredAt },
};

/** Whether a collection step meets every condition. A field that is empty meets none. */
export const judgeGestion = (row: GestionRecord, conditions: readonly Condition[]): Verdict =>
  judgeRow(row, conditions, facts);
