import type { MutationResolvers } from '../../__generated__/resolvers.js';
import { answer, refuse, writtenId } from './answer.js';
import { checkChanges } from './checks/checkChanges.js';
import { checkCustomFields } from './checks/checkCustomFields.js';
import { changeOf, formOf, toOwnFields } from './checks/formFields.js';
import { checkPhone, toPhone } from './checks/checkPhone.js';
import { checkIds, checkNames } from './checks/checkTexts.js';
import { requireIdempotencyKey } from './checks/requireIdempotencyKey.js';
import { contactNode } from './nodes.js';
import { toIntent } from './toIntent.js';

/** `Mutation.updateContact`: sends exactly the fields that are given. */
export const updateContact: NonNullable<MutationResolvers['updateContact']> = async (_, { input }, context) => {
  requireIdempotencyKey(input.idempotencyKey);
  const id = input.id.trim();
  const { name, email, identification, phone, customFields } = input;
  const { forms } = context;
  const form = formOf(input);
  const own = toOwnFields({ customFields, form }, forms?.writeContact, { typeOfCase: null, mayBeEmpty: false });
  const userErrors = [
    ...checkChanges({ name, email, identification, phone, customFields, form: changeOf(input) }),
    ...checkIds({ id }),
    ...checkNames({ name, identification }),
    ...checkPhone(phone),
    ...checkCustomFields(customFields, context.writeRules.isReservedOnContacts),
    ...own.errors,
  ];
  if (userErrors.length > 0) return { ...refuse(userErrors), contact: null };

  const fields = {
    ...(name != null && { name }),
    ...(email != null && { email }),
    ...(identification != null && { identification }),
    ...(phone != null && { phone: toPhone(phone) }),
    customFields: own.customFields,
  };
  const change = { id, fields, ifUnmodifiedSince: input.ifUnmodifiedSince ?? null };
  const result = await context.writer.updateContact(toIntent(input), change, context.call);
  return { ...answer(result, context), contact: contactNode(writtenId(result, id)) };
};
