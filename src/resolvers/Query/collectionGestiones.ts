import type { QueryResolvers } from '../../__generated__/resolvers.js';
import { decodeGestionFilter } from '../decodeFilters.js';
import { readWindow } from '../readWindow.js';
import { tellUnreadable } from '../tellUnreadable.js';

/** The collection steps that match a filter. */
export const collectionGestiones = (async (_parent, { filter, ...window }, { loaders }, info) =>
  tellUnreadable(
    loaders.listGestiones(decodeGestionFilter(filter), readWindow(window)),
    info,
    'CollectionGestion',
  )) satisfies QueryResolvers['collectionGestiones'];
