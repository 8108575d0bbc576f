import type { QueryResolvers } from '../../__generated__/resolvers.js';
import { resolveEntities } from '../resolveEntities.js';
import { activity } from './activity.js';
import { caseField } from './case.js';
import { cases } from './cases.js';
import { collectionGestiones } from './collectionGestiones.js';
import { contact } from './contact.js';
import { explainCases } from './explainCases.js';
import { explainOperation } from './explainOperation.js';
import { owner } from './owner.js';
import { tenantVocabulary } from './tenantVocabulary.js';
import { wolkvoxQuota } from './wolkvoxQuota.js';

/** The root fields that read. `_entities` is the router's entry, which the generated types do not know. */
export const Query = {
  _entities: resolveEntities,
  activity,
  case: caseField,
  cases,
  collectionGestiones,
  contact,
  explainCases,
  explainOperation,
  owner,
  tenantVocabulary,
  wolkvoxQuota,
} satisfies QueryResolvers & { _entities: typeof resolveEntities };
