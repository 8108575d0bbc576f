import type { GestionRecord } from '../../model/GestionRecord.js';
import { toGestionId } from '../../model/ids.js';
import { readOwner } from './owner.js';
import type { RowReader } from './RowReader.js';

/** A row of the search for collection steps; null without a usable id. Two spellings of the typification coexist. */
export function mapGestion(row: RowReader): GestionRecord | null {
  const id = row.id('wolkvox_id');
  if (id === null) return null;
  const names = [row.text('client_name'), row.text('client_lastname')].filter((name) => name !== null);
  return {
    id: toGestionId(id),
    recordId: row.id('wolkvox_idRecord'),
    typificationCode: row.firstText('tipification_code', 'tipifycation_code'),
    typification: row.firstText('tipification_description', 'tipifycation_desc'),
    obligation: row.text('obligation'),
    customerId: row.document('customer_id', 'id_customer'),
    customerName: names.length === 0 ? null : names.map((name) => name.trim()).join(' '),
    customerDocumentType: row.text('client_type_document'),
    phone: row.text('client_telephone'),
    interactionType: row.text('type_interaction'),
    agentId: row.text('agent_id'),
    agentName: row.text('agent_name'),
    campaignId: row.text('campaign_id'),
    callId: row.text('wolkvox_idCall'),
    occurredAt: readOccurredAt(row),
    origin: row.text('wolkvox_origen'),
    createdBy: row.text('wolkvox_usuario_creacion'),
    owner: readOwner(row, 'wolkvox_owner'),
  };
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
