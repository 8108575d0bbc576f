import type { QueryResolvers } from '../../__generated__/resolvers.js';
import { decodeGestionFilter } from '../decodeFilters.js';
import { readWindow } from '../readWindow.js';

/** The collection steps that match a filter. */
export const collectionGestiones = (async (_parent, { filter, ...window }, { loaders }) =>
  loaders.listGestiones(
    decodeGestionFilter(filter),
    readWindow(window),
  )) satisfies QueryResolvers['collectionGestiones'];
