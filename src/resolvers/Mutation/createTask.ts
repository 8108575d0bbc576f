import type { MutationResolvers } from '../../__generated__/resolvers.js';
import { answer, refuse, writtenId } from './answer.js';
import { checkActivity, toActivity } from './checks/checkActivity.js';
import { requireIdempotencyKey } from './checks/requireIdempotencyKey.js';
import { activityNode } from './nodes.js';
import { toIntent } from './toIntent.js';

/** `Mutation.createTask`: something to do, hung on a record. */
export const createTask: NonNullable<MutationResolvers['createTask']> = async (_, { input }, context) => {
  requireIdempotencyKey(input.idempotencyKey);
  const userErrors = checkActivity(input);
  if (userErrors.length > 0) return { ...refuse(userErrors), activity: null };

  const draft = { ...toActivity(input), kind: 'TASK' as const };
  const result = await context.writer.createActivity(toIntent({ ...input, status: draft.status }), draft, context.call);
  return { ...answer(result, context), activity: activityNode(writtenId(result)) };
};
