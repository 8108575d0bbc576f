import type { CreateMeetingInput, MutationResolvers, UserError } from '../../__generated__/resolvers.js';
import { answer, refuse, writtenId } from './answer.js';
import { checkActivity, toActivity } from './checks/checkActivity.js';
import { checkInstants } from './checks/checkInstants.js';
import { isName } from './checks/checkTexts.js';
import { requireIdempotencyKey } from './checks/requireIdempotencyKey.js';
import { userError } from './checks/userError.js';
import { activityNode } from './nodes.js';
import { toIntent } from './toIntent.js';

/** `Mutation.createMeeting`: a meeting with those who take part, hung on a record. */
export const createMeeting: NonNullable<MutationResolvers['createMeeting']> = async (_, { input }, context) => {
  requireIdempotencyKey(input.idempotencyKey);
  const userErrors = [...checkActivity(input), ...checkMeeting(input)];
  if (userErrors.length > 0) return { ...refuse(userErrors), activity: null };

  const draft = {
    ...toActivity(input),
    kind: 'MEETING' as const,
    location: input.location ?? '',
    startAt: input.startAt,
    participantUsers: [...input.participantUsers],
  };
  const result = await context.writer.createActivity(toIntent({ ...input, status: draft.status }), draft, context.call);
  return { ...answer(result, context), activity: activityNode(writtenId(result)) };
};

function checkMeeting({ startAt, dueAt, participantUsers }: CreateMeetingInput): UserError[] {
  const path = ['input', 'participantUsers'];
  const errors = participantUsers.flatMap((user, index) =>
    isName(user) ? [] : [userError('INVALID_INPUT', [...path, String(index)])],
  );
  errors.push(...checkInstants({ startAt }));
  if (participantUsers.length === 0) errors.push(userError('INVALID_INPUT', path));
  if (dueAt < startAt) errors.push(userError('INVALID_INPUT', ['input', 'dueAt']));
  return errors;
}
