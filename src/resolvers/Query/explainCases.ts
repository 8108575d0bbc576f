import type { QueryExplainCasesArgs, QueryResolvers } from '../../__generated__/resolvers.js';
import type { Loaders } from '../../loaders/Loaders.js';
import { decodeCaseFilter } from '../decodeFilters.js';
import { readWindow } from '../readWindow.js';

/** The plan for `cases` with the same arguments. Throws BAD_USER_INPUT for those that `cases` refuses. No call. */
export function planCases({ filter, ...window }: QueryExplainCasesArgs, loaders: Loaders) {
  return loaders.explainCases(decodeCaseFilter(filter), readWindow(window));
}

/** How `cases` with the same arguments would be read. */
export const explainCases = (async (_parent, args, { loaders }) =>
  planCases(args, loaders)) satisfies QueryResolvers['explainCases'];
