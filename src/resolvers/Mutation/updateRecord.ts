import type { MutationResolvers, UpdateRecordInput, UserError } from '../../__generated__/resolvers.js';
import { answer, refuse, writtenId } from './answer.js';
import { checkAttachments, toAttachments } from './checks/checkAttachments.js';
import { checkIds, isName } from './checks/checkTexts.js';
import { isWellFormedJson } from './checks/isWellFormedJson.js';
import { requireIdempotencyKey } from './checks/requireIdempotencyKey.js';
import { userError } from './checks/userError.js';
import { toIntent } from './toIntent.js';
import type { WriteRules } from './WriteRules.js';

/** `Mutation.updateRecord`: the way to fields that have no argument, in the modules this deployment allows. */
export const updateRecord: NonNullable<MutationResolvers['updateRecord']> = async (_, { input }, context) => {
  requireIdempotencyKey(input.idempotencyKey);
  const id = input.id.trim();
  const { module, fields } = input;
  const userErrors = [
    ...(context.writeRules.writableModules.includes(module)
      ? []
      : [userError('MODULE_NOT_ALLOWED', ['input', 'module'])]),
    ...checkIds({ id }),
    ...checkFields(input, context.writeRules),
    ...checkAttachments(input.attachments),
  ];
  if (userErrors.length > 0) return { ...refuse(userErrors), recordId: null };

  const change = { module, id, fields, attachments: toAttachments(input.attachments) };
  const result = await context.writer.updateRecord(toIntent(input), change, context.call);
  return { ...answer(result, context), recordId: writtenId(result, id) };
};

/** At least one field, none of them part of the record's identity or history. Names at fault are not repeated. */
function checkFields({ fields }: UpdateRecordInput, { isReservedOnRecords }: WriteRules): UserError[] {
  const names = Object.keys(fields);
  const isAcceptable =
    names.length > 0 && names.every((name) => isName(name) && !isReservedOnRecords(name)) && isWellFormedJson(fields);
  return isAcceptable ? [] : [userError('INVALID_INPUT', ['input', 'fields'])];
}
