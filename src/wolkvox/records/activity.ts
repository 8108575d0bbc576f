import type { ActivityKind, ActivityPriority, ActivityRecord, RecordReference } from '../../model/ActivityRecord.js';
import { toActivityId } from '../../model/ids.js';
import { isWordForNothing } from '../../model/values/nothing.js';
import { isWireArray, isWireObject } from '../decoding/wire.js';
import { defineRecord } from './defineRecord.js';
import { readOwner } from './owner.js';
import { readPhone } from './phone.js';
import type { RowReader } from './RowReader.js';

/**
 * A row of module `wolkvox_activities`; null without a usable id. The vendor documents how activities are written, not
 * how they are read: the names are those of writing.
 */
export const mapActivity = defineRecord<ActivityRecord>(toActivityId, {
  kind: (row) => kindsByType.get(row.text('type')?.trim().toLowerCase() ?? '') ?? 'OTHER',
  name: (row) => row.text('name'),
  status: (row) => row.text('status'),
  priority: readPriority,
  description: (row) => row.text('description'),
  location: (row) => row.text('location'),
  phone: (row) => readPhone(row, 'phone'),
  startAt: (row) => row.instant('start_date'),
  dueAt: (row) => row.instant('completion_date'),
  remindAt: (row) => (row.flag('remember') === true ? row.instant('reminder_date') : null),
  participants: readParticipants,
  owner: (row) => readOwner(row, row.has('wolkvox_owner') ? 'wolkvox_owner' : 'owner'),
  subject: readSubject,
  createdAt: (row) => row.instant('wolkvox_fecha_creacion'),
});

const kindsByType: ReadonlyMap<string, ActivityKind> = new Map([
  ['call', 'CALL'],
  ['task', 'TASK'],
  ['meet', 'MEETING'],
  ['meeting', 'MEETING'],
]);

const prioritiesByWord: ReadonlyMap<string, ActivityPriority> = new Map([
  ['high', 'HIGH'],
  ['normal', 'NORMAL'],
  ['low', 'LOW'],
]);

function readPriority(row: RowReader): ActivityPriority | null {
  const word = row.text('priority');
  if (word === null) return null;
  return prioritiesByWord.get(word.trim().toLowerCase()) ?? row.reportUnreadable('priority');
}

/** Logins, as `{type, value: [...]}` or as a plain list. */
function readParticipants(row: RowReader): readonly string[] {
  const value = row.raw('participants');
  const nested = isWireObject(value) && !isWireArray(value) ? row.object('participants') : null;
  const logins = nested !== null && nested.has('value') ? nested.list('value') : row.list('participants');
  return logins.flatMap((login) => {
    if (typeof login === 'string') return isWordForNothing(login) ? [] : [login];
    const user = row.element('participants', login)?.firstText('user', 'mail', 'email', 'id') ?? null;
    return user === null ? [] : [user];
  });
}

function readSubject(row: RowReader): RecordReference | null {
  const module = row.text('name_module');
  const id = row.reference('id_record');
  return module === null || id === null ? null : { module, id };
}
