import type { MutationResolvers, UpdateCaseInput } from '../../__generated__/resolvers.js';
import type { CaseChanges } from '../../writing/Writer.js';
import { answer, refuse, writtenId } from './answer.js';
import { checkAttachments, toAttachments } from './checks/checkAttachments.js';
import { checkChanges } from './checks/checkChanges.js';
import { checkClosing } from './checks/checkClosing.js';
import { checkCustomFields } from './checks/checkCustomFields.js';
import { changeOf, formOf, type OwnFields, toOwnFields } from './checks/formFields.js';
import { checkIds, checkNames, checkTexts } from './checks/checkTexts.js';
import { requireIdempotencyKey } from './checks/requireIdempotencyKey.js';
import { caseNode } from './nodes.js';
import { toIntent } from './toIntent.js';

/** `Mutation.updateCase`: sends exactly the fields that are given. */
export const updateCase: NonNullable<MutationResolvers['updateCase']> = async (_, { input }, context) => {
  requireIdempotencyKey(input.idempotencyKey);
  const id = input.id.trim();
  const { type, status, priority, ownerUser, responsibleUser, description, solution } = input;
  const { customFields, attachments } = input;
  const texts = { type, status, priority, ownerUser, responsibleUser, description, solution };
  const { forms } = context;
  const form = formOf(input);
  const own = toOwnFields({ customFields, form }, forms?.writeCase, { typeOfCase: type ?? null, mayBeEmpty: false });
  const userErrors = [
    ...checkChanges({ ...texts, customFields, form: changeOf(input), attachments }),
    ...checkIds({ id }),
    ...checkNames({ type, status, priority, ownerUser, responsibleUser }),
    ...checkTexts({ description, solution }),
    ...checkClosing(input, context.writeRules),
    ...checkCustomFields(customFields),
    ...own.errors,
    ...checkAttachments(attachments),
  ];
  if (userErrors.length > 0) return { ...refuse(userErrors), case: null };

  const change = { id, changes: toChanges(input, own), ifUnmodifiedSince: input.ifUnmodifiedSince ?? null };
  const result = await context.writer.updateCase(toIntent(input), change, context.call);
  return { ...answer(result, context), case: caseNode(writtenId(result, id), null) };
};

function toChanges(input: UpdateCaseInput, { customFields }: OwnFields): CaseChanges {
  const { type, description, status, priority, solution, ownerUser, responsibleUser } = input;
  return {
    ...(type != null && { type }),
    ...(description != null && { description }),
    ...(status != null && { status }),
    ...(priority != null && { priority }),
    ...(solution != null && { solution }),
    ...(ownerUser != null && { ownerUser }),
    ...(responsibleUser != null && { responsibleUser }),
    customFields,
    attachments: toAttachments(input.attachments),
  };
}
