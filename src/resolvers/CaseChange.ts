import type { CaseChangeResolvers } from '../__generated__/resolvers.js';
import { needsLookUp } from './carriedFields.js';
import { selectedFields } from './selectedFields.js';

/** A change of a case. Its case is read, once for all subscribers, where more than its keys is selected. */
export const CaseChange = {
  case: async ({ subject }, _args, _context, info) => {
    if (subject === null) return null;
    const { reference, load } = subject;
    if (!needsLookUp('CaseChange.case', 'Case', selectedFields(info, 'Case'))) return reference;
    return (await load()) ?? reference;
  },
} satisfies CaseChangeResolvers;
