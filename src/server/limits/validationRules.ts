import type { ValidationRule } from 'graphql';
import { noServiceSdl } from './noServiceSdl.js';
import { noUnknownOperations } from './noUnknownOperations.js';

/** The most problems that one document is told of. */
export const maxValidationErrors = 20;

/** The rules beside GraphQL's own. `isSecretAsked`: only who has shown the router's secret gets this far. */
export function validationRules(isProduction: boolean, isSecretAsked: boolean): readonly ValidationRule[] {
  return [noUnknownOperations, ...(isProduction && !isSecretAsked ? [noServiceSdl] : [])];
}
