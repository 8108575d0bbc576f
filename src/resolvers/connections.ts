import type {
  ActivityConnectionResolvers,
  CaseConnectionResolvers,
  CollectionGestionConnectionResolvers,
} from '../__generated__/resolvers.js';
import type { ActivityRecord } from '../model/ActivityRecord.js';
import type { CaseRecord } from '../model/CaseRecord.js';
import type { GestionRecord } from '../model/GestionRecord.js';
import { connection } from './connection.js';

/** A page of activities. */
export const ActivityConnection = connection<ActivityRecord>() satisfies ActivityConnectionResolvers;
/** A page of cases. */
export const CaseConnection = connection<CaseRecord>() satisfies CaseConnectionResolvers;
/** A page of collection steps. */
export const CollectionGestionConnection = connection<GestionRecord>() satisfies CollectionGestionConnectionResolvers;
