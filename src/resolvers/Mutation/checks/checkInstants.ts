import type { UserError } from '../../../__generated__/resolvers.js';
import { isOnEveryCalendar } from '../../../model/values/instants.js';
import { userError } from './userError.js';

/**
 * Refuses instants that the CRM's calendar has no text for: it writes local times with a year of four digits, and what is
 * written at the end of the year 9999 could not be read again.
 */
export function checkInstants(instants: Readonly<Record<string, Date | null | undefined>>): UserError[] {
  return Object.entries(instants)
    .filter(([, instant]) => instant != null && !isOnEveryCalendar(instant))
    .map(([name]) => userError('INVALID_INPUT', ['input', name]));
}
