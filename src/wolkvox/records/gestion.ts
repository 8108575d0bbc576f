import type { GestionRecord } from '../../model/GestionRecord.js';
import { toGestionId } from '../../model/ids.js';
import { defineRecord } from './defineRecord.js';
import { readOwner } from './owner.js';
import type { RowReader } from './RowReader.js';

/** A row of the search for collection steps; null without a usable id. Two spellings of the typification coexist. */
export const mapGestion = defineRecord<GestionRecord>(toGestionId, {
  recordId: (row) => row.id('wolkvox_idRecord'),
  typificationCode: (row) => row.firstText('tipification_code', 'tipifycation_code'),
  typification: (row) => row.firstText('tipification_description', 'tipifycation_desc'),
  obligation: (row) => row.text('obligation'),
  customerId: (row) => row.document('customer_id', 'id_customer'),
  customerName: readCustomerName,
  customerDocumentType: (row) => row.text('client_type_document'),
  phone: (row) => row.text('client_telephone'),
  interactionType: (row) => row.text('type_interaction'),
  agentId: (row) => row.text('agent_id'),
  agentName: (row) => row.text('agent_name'),
  campaignId: (row) => row.text('campaign_id'),
  callId: (row) => row.text('wolkvox_idCall'),
  occurredAt: readOccurredAt,
  origin: (row) => row.text('wolkvox_origen'),
  createdBy: (row) => row.text('wolkvox_usuario_creacion'),
  owner: (row) => readOwner(row, 'wolkvox_owner'),
});

function readCustomerName(row: RowReader): string | null {
  const names = [row.text('client_name'), row.text('client_lastname')].filter((name) => name !== null);
  return names.length === 0 ? null : names.map((name) => name.trim()).join(' ');
}

/** Date and time come apart, in forms that are not documented; a date that has its own time needs no other. */
function readOccurredAt(row: RowReader): Date | null {
  const date = row.text('date')?.trim() ?? '';
  if (date === '') return null;
  const time = row.text('time')?.trim() ?? '';
  if (time === '' || /\d:\d/.test(date)) return row.instantOf('date', date);
  return row.instantOf(
    'date',
    /\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/]\d{1,2}[-/]\d{4}/.test(time) ? time : `${date} ${time}`,
  );
}
