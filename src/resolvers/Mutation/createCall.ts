import type { MutationResolvers } from '../../__generated__/resolvers.js';
import { answer, refuse, writtenId } from './answer.js';
import { checkActivity, toActivity } from './checks/checkActivity.js';
import { checkPhone, toPhone } from './checks/checkPhone.js';
import { requireIdempotencyKey } from './checks/requireIdempotencyKey.js';
import { activityNode } from './nodes.js';
import { toIntent } from './toIntent.js';

/** `Mutation.createCall`: a call to make, hung on a record. */
export const createCall: NonNullable<MutationResolvers['createCall']> = async (_, { input }, context) => {
  requireIdempotencyKey(input.idempotencyKey);
  const userErrors = [...checkActivity(input), ...checkPhone(input.phone)];
  if (userErrors.length > 0) return { ...refuse(userErrors), activity: null };

  const draft = {
    ...toActivity(input),
    kind: 'CALL' as const,
    location: input.location ?? '',
    phone: toPhone(input.phone),
  };
  const result = await context.writer.createActivity(toIntent({ ...input, status: draft.status }), draft, context.call);
  return { ...answer(result, context), activity: activityNode(writtenId(result)) };
};
