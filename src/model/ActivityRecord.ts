import type { ActivityId } from './ids.js';
import type { OwnerRecord } from './OwnerRecord.js';
import type { PhoneNumber } from './PhoneNumber.js';

export type ActivityKind = 'CALL' | 'TASK' | 'MEETING' | 'OTHER';
export type ActivityPriority = 'HIGH' | 'NORMAL' | 'LOW';

/** The record an activity hangs on, by the CRM's module name and record id. */
export interface RecordReference {
  readonly module: string;
  readonly id: string;
}

/** An activity as the CRM stores it. Instants are absolute. */
export interface ActivityRecord {
  readonly id: ActivityId;
  readonly kind: ActivityKind;
  readonly name: string | null;
  readonly status: string | null;
  readonly priority: ActivityPriority | null;
  readonly description: string | null;
  readonly location: string | null;
  readonly phone: PhoneNumber | null;
  readonly startAt: Date | null;
  readonly dueAt: Date | null;
  readonly remindAt: Date | null;
  readonly participants: readonly string[];
  readonly owner: OwnerRecord | null;
  readonly subject: RecordReference | null;
  readonly createdAt: Date | null;
}
