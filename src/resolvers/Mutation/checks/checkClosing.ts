import type { UserError } from '../../../__generated__/resolvers.js';
import type { WriteRules } from '../WriteRules.js';
import { isBlank } from '../../../model/values/blank.js';
import { meansTheSame } from '../../../model/values/comparing.js';
import { userError } from './userError.js';

/**
 * Asks for a solution when the status closes the case: the CRM refuses to close one without. Which statuses close is
 * a tenant's own configuration and cannot be looked up, so their names are a setting.
 */
export function checkClosing(
  input: { readonly status?: string | null | undefined; readonly solution?: string | null | undefined },
  rules: WriteRules,
): UserError[] {
  const { status, solution } = input;
  if (status == null || (solution != null && !isBlank(solution))) return [];
  const isClosing = rules.closedStatusNames.some((name) => meansTheSame('folded', name, status));
  return isClosing ? [userError('SOLUTION_REQUIRED', ['input', 'solution'])] : [];
}
