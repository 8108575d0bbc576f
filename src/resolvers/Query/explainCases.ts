import type { QueryResolvers } from '../../__generated__/resolvers.js';
import { decodeCaseFilter } from '../decodeFilters.js';
import { readWindow } from '../readWindow.js';

/** How `cases` with the same arguments would be read. */
export const explainCases = (async (_parent, { filter, ...window }, { loaders }) =>
  loaders.explainCases(decodeCaseFilter(filter), readWindow(window))) satisfies QueryResolvers['explainCases'];
