import type { QueryResolvers } from '../../__generated__/resolvers.js';
import { decodeCaseFilter } from '../decodeFilters.js';
import { readWindow } from '../readWindow.js';
import { tellUnreadable } from '../tellUnreadable.js';

/** The cases that match a filter. */
export const cases = (async (_parent, { filter, ...window }, { loaders }, info) =>
  tellUnreadable(
    loaders.listCases(decodeCaseFilter(filter), readWindow(window)),
    info,
    'Case',
  )) satisfies QueryResolvers['cases'];
