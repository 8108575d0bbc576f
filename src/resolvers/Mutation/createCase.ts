import type { MutationResolvers } from '../../__generated__/resolvers.js';
import { answer, refuse, writtenId } from './answer.js';
import { checkAttachments, toAttachments } from './checks/checkAttachments.js';
import { checkClosing } from './checks/checkClosing.js';
import { checkCustomFields } from './checks/checkCustomFields.js';
import { formOf, toOwnFields } from './checks/formFields.js';
import { checkNames, checkOptionalTexts, checkTexts, textOrNull } from './checks/checkTexts.js';
import { requireIdempotencyKey } from './checks/requireIdempotencyKey.js';
import { caseNode } from './nodes.js';
import { toIntent } from './toIntent.js';

/** `Mutation.createCase`: refuses what cannot be written as data, then writes once for the key. */
export const createCase: NonNullable<MutationResolvers['createCase']> = async (_, { input }, context) => {
  requireIdempotencyKey(input.idempotencyKey);
  const { type, description, status, priority, contactEmail, ownerUser, responsibleUser } = input;
  const { forms } = context;
  const own = toOwnFields({ ...input, form: formOf(input) }, forms?.writeCase, { typeOfCase: type, mayBeEmpty: true });
  const userErrors = [
    ...checkNames({ type, status, priority, ownerUser, responsibleUser }),
    ...checkTexts({ description }),
    ...checkOptionalTexts({ solution: input.solution }),
    ...checkClosing(input, context.writeRules),
    ...checkCustomFields(input.customFields),
    ...own.errors,
    ...checkAttachments(input.attachments),
  ];
  if (userErrors.length > 0) return { ...refuse(userErrors), case: null };

  const draft = {
    type,
    description,
    status,
    priority,
    solution: textOrNull(input.solution),
    contactEmail,
    ownerUser,
    responsibleUser,
    customFields: own.customFields,
    attachments: toAttachments(input.attachments),
  };
  const result = await context.writer.createCase(toIntent(input), draft, context.call);
  const caseNumber = 'caseNumber' in result ? result.caseNumber : null;
  return { ...answer(result, context), case: caseNode(writtenId(result), caseNumber) };
};
