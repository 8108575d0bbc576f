import type { QueryResolvers } from '../../__generated__/resolvers.js';
import { decodeCaseFilter } from '../decodeFilters.js';
import { readWindow } from '../readWindow.js';
import { tellUnreadableCases } from '../tellUnreadable.js';

/** The cases that match a filter. */
export const cases = (async (_parent, { filter, ...window }, { loaders, forms }, info) =>
  tellUnreadableCases(
    loaders.listCases(decodeCaseFilter(filter), readWindow(window)),
    info,
    forms,
  )) satisfies QueryResolvers['cases'];
