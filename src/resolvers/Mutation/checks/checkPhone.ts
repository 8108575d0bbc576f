import type { PhoneInput, UserError } from '../../../__generated__/resolvers.js';
import type { PhoneDraft } from '../../../writing/Writer.js';
import { checkNames } from './checkTexts.js';
import { userError } from './userError.js';

/** Refuses a telephone number whose parts are blank or are not what their names say. */
export function checkPhone(phone: PhoneInput | null | undefined): UserError[] {
  if (phone == null) return [];
  const path = ['input', 'phone'];
  const errors = checkNames({ country: phone.country }, path);
  if (!/^\+?\d{1,4}$/.test(phone.code)) errors.push(userError('INVALID_INPUT', [...path, 'code']));
  if (!/^\d{1,20}$/.test(phone.value)) errors.push(userError('INVALID_INPUT', [...path, 'value']));
  return errors;
}

/** The number as the writer takes it. */
export function toPhone({ country, code, value }: PhoneInput): PhoneDraft {
  return { country, code, value };
}
