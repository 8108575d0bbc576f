import type { QueryCollectionGestionesArgs, QueryExplainCasesArgs } from '../__generated__/resolvers.js';
import type { Loaders } from '../loaders/Loaders.js';
import { Fault } from '../model/Fault.js';
import { maxFirst } from '../model/List.js';
import { isBlank } from '../model/values/blank.js';
import { canIdentify } from '../model/values/identity.js';
import { decodeGestionFilter } from './decodeFilters.js';
import { entityKeys } from './entityKeys.js';
import { lookUpKey } from './onlyKey.js';
import { planCases } from './Query/explainCases.js';

/** The arguments of a root field, coerced by the schema as the field's resolver gets them. */
export type RootArguments = Readonly<Record<string, unknown>>;

/** Whether a look-up with these arguments asks the CRM: not where they are refused or name nobody. */
export function looksUp(typeName: keyof typeof entityKeys, args: RootArguments): boolean {
  const fields: readonly string[] = entityKeys[typeName];
  const keys = Object.fromEntries(fields.map((field) => [field, textOrNull(args[field])]));
  return refusedAsNull(() => lookUpKey(keys, fields)) !== null;
}

/** The plan for `cases` with these arguments; null where they are refused. No call. */
export function planCaseList(args: RootArguments, loaders: Loaders): ReturnType<typeof planCases> | null {
  return refusedAsNull(() => planCases(args as QueryExplainCasesArgs, loaders));
}

/** Whether `collectionGestiones` with these arguments surely asks the CRM: for the first steps of one customer. */
export function asksForCustomer(args: RootArguments): boolean {
  const { filter, first, after, offset } = args as QueryCollectionGestionesArgs;
  const { customerId: customer, ...others } = refusedAsNull(() => decodeGestionFilter(filter)) ?? {};
  const isFirstPage = (after ?? null) === null && (offset ?? 0) === 0;
  const isPage = typeof first === 'number' && first >= 1 && first <= maxFirst;
  const isOneCustomer = customer !== undefined && 'eq' in customer && Object.keys(others).length === 0;
  return isFirstPage && isPage && isOneCustomer && !isBlank(customer.eq) && canIdentify('customerId', customer.eq);
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** What is refused for its arguments is refused without a call. */
function refusedAsNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault && error.code === 'BAD_USER_INPUT') return null;
    throw error;
  }
}
