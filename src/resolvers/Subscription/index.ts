import type { SubscriptionResolvers } from '../../__generated__/resolvers.js';
import { caseChanges } from './caseChanges.js';

/** The root fields that tell of changes. */
export const Subscription = { caseChanges } satisfies SubscriptionResolvers;
