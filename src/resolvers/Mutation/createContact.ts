import type { MutationResolvers } from '../../__generated__/resolvers.js';
import { answer, refuse, writtenId } from './answer.js';
import { checkCustomFields } from './checks/checkCustomFields.js';
import { checkPhone, toPhone } from './checks/checkPhone.js';
import { formOf, toOwnFields } from './checks/formFields.js';
import { checkNames, textOrNull } from './checks/checkTexts.js';
import { requireIdempotencyKey } from './checks/requireIdempotencyKey.js';
import { contactNode } from './nodes.js';
import { toIntent } from './toIntent.js';

/** `Mutation.createContact`: the CRM promises no uniqueness, so only the key keeps a contact from being made twice. */
export const createContact: NonNullable<MutationResolvers['createContact']> = async (_, { input }, context) => {
  requireIdempotencyKey(input.idempotencyKey);
  const { name, email, phone } = input;
  const identification = textOrNull(input.identification);
  const { forms } = context;
  const own = toOwnFields({ ...input, form: formOf(input) }, forms?.writeContact, {
    typeOfCase: null,
    mayBeEmpty: true,
  });
  const userErrors = [
    ...checkNames({ name, identification }),
    ...checkPhone(phone),
    ...checkCustomFields(input.customFields, context.writeRules.isReservedOnContacts),
    ...own.errors,
  ];
  if (userErrors.length > 0) return { ...refuse(userErrors), contact: null };

  const fields = {
    name,
    email,
    ...(identification !== null && { identification }),
    ...(phone != null && { phone: toPhone(phone) }),
    customFields: own.customFields,
  };
  const result = await context.writer.createContact(toIntent(input), fields, context.call);
  return { ...answer(result, context), contact: contactNode(writtenId(result)) };
};
