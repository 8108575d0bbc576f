import type { QueryResolvers } from '../../__generated__/resolvers.js';
import { decodeCaseFilter } from '../decodeFilters.js';
import { readWindow } from '../readWindow.js';

/** The cases that match a filter. */
export const cases = (async (_parent, { filter, ...window }, { loaders }) =>
  loaders.listCases(decodeCaseFilter(filter), readWindow(window))) satisfies QueryResolvers['cases'];
