import type { ActivityPriority, ActivitySubjectInput, UserError } from '../../../__generated__/resolvers.js';
import { checkInstants } from './checkInstants.js';
import { checkIds, checkNames, checkOptionalTexts } from './checkTexts.js';
import { userError } from './userError.js';

interface ActivityInput {
  readonly subject: ActivitySubjectInput;
  readonly name: string;
  readonly status?: string | null | undefined;
  readonly priority: ActivityPriority;
  readonly ownerUser: string;
  readonly dueAt: Date;
  readonly remindAt?: Date | null | undefined;
  readonly description?: string | null | undefined;
  readonly location?: string | null | undefined;
}

/** What calls, tasks and meetings have in common: names that name something, and no reminder after the fact. */
export function checkActivity(input: ActivityInput): UserError[] {
  const { subject, name, status, ownerUser, dueAt, remindAt, description, location } = input;
  const errors = [
    ...checkNames({ module: subject.module }, ['input', 'subject']),
    ...checkIds({ id: subject.id.trim() }, ['input', 'subject']),
    ...checkNames({ name, status, ownerUser }),
    ...checkOptionalTexts({ description, location }),
    ...checkInstants({ dueAt, remindAt }),
  ];
  if (remindAt != null && remindAt > dueAt) errors.push(userError('INVALID_INPUT', ['input', 'remindAt']));
  return errors;
}

/** What the CRM calls an activity that nobody has begun: the only status it documents. */
const initialStatus = 'created';

/** What calls, tasks and meetings are all written with, as the writer takes it. */
export function toActivity({ subject, name, priority, dueAt, ownerUser, ...optional }: ActivityInput) {
  return {
    subject: { module: subject.module, id: subject.id.trim() },
    name,
    status: optional.status ?? initialStatus,
    priority,
    dueAt,
    remindAt: optional.remindAt ?? null,
    description: optional.description ?? '',
    ownerUser,
  };
}
