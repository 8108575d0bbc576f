import type { MutationResolvers } from '../../__generated__/resolvers.js';
import { answer, refuse, writtenId } from './answer.js';
import { checkActivity, initialActivityStatus } from './checks/checkActivity.js';
import { checkPhone } from './checks/checkPhone.js';
import { requireIdempotencyKey } from './checks/requireIdempotencyKey.js';
import { activityNode } from './nodes.js';
import { toIntent } from './toIntent.js';

/** `Mutation.createCall`: a call to make, hung on a record. */
export const createCall: NonNullable<MutationResolvers['createCall']> = async (_, { input }, context) => {
  requireIdempotencyKey(input.idempotencyKey);
  const userErrors = [...checkActivity(input), ...checkPhone(input.phone)];
  if (userErrors.length > 0) return { ...refuse(userErrors), activity: null };

  const { subject, name, priority, dueAt, ownerUser, phone } = input;
  const status = input.status ?? initialActivityStatus;
  const draft = {
    kind: 'CALL' as const,
    subject: { module: subject.module, id: subject.id },
    name,
    status,
    priority,
    dueAt,
    remindAt: input.remindAt ?? null,
    description: input.description ?? '',
    location: input.location ?? '',
    ownerUser,
    phone: { country: phone.country, code: phone.code, value: phone.value },
  };
  const result = await context.writer.createActivity(toIntent({ ...input, status }), draft, context.call);
  return { ...answer(result, context), activity: activityNode(writtenId(result)) };
};
