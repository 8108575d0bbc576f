import { coerceInputValue, getNamedType, isNonNullType } from 'graphql';
import type { Loaders } from '../../loaders/Loaders.js';
import { asksForCustomer, looksUp, planCaseList, type RootArguments } from '../../resolvers/rootReads.js';
import { fieldCost } from './fieldCost.js';
import { filterCalls } from './filterCalls.js';
import { lookUpCalls } from './hiddenCalls.js';
import type { AnyField } from './OperationReader.js';
import type { RootRead } from './SharedCalls.js';

/** What the price of a root field depends on besides its arguments. */
export interface RootReadContext {
  readonly scanLimitCalls: number;
  /** Knows how lists would be read; null where they are not to be planned. */
  readonly loaders: Loaders | null;
}

/** An argument by its name, as it was written. */
type ArgumentOf = (name: string) => unknown;

/** What a root field that reads costs by itself: nothing, where its arguments are refused or name nobody. */
export function priceRootRead(field: AnyField, argument: ArgumentOf, context: RootReadContext): RootRead {
  const typeName = getNamedType(field.type).name;
  switch (typeName) {
    case 'Activity':
    case 'Case':
    case 'Contact':
    case 'Owner': {
      const args = coerceArguments(field, argument);
      if (args === null || !looksUp(typeName, args)) return { typeName, fewest: 0, most: 0 };
      // Where the tenant's activities cannot be read nobody is asked for them.
      return { typeName, fewest: typeName === 'Activity' ? 0 : 1, most: lookUpCalls(typeName) };
    }
    case 'CaseConnection':
      return priceCaseList(field, argument, context);
    case 'CollectionGestionConnection': {
      const args = coerceArguments(field, argument);
      const fewest = args !== null && asksForCustomer(args) ? 1 : 0;
      return { typeName: 'CollectionGestion', fewest, most: listCalls(argument, context) };
    }
    default:
      return { typeName, fewest: 0, most: fieldCost(field).calls };
  }
}

/** The rows of a list up to the end of the page that is asked for. */
export function wantedRows(argument: ArgumentOf): number {
  const numbers = [argument('first'), argument('offset')].filter((value) => typeof value === 'number');
  return numbers.reduce((sum, value) => sum + value, 0);
}

function priceCaseList(field: AnyField, argument: ArgumentOf, context: RootReadContext): RootRead {
  const typeName = 'Case';
  const most = listCalls(argument, context);
  if (context.loaders === null) return { typeName, fewest: 0, most };
  const args = coerceArguments(field, argument);
  const plan = args && planCaseList(args, context.loaders);
  if (plan === null || plan.maxUpstreamCalls === 0) return { typeName, fewest: 0, most: 0 };
  return { typeName, fewest: plan.minUpstreamCalls, most };
}

function listCalls(argument: ArgumentOf, { scanLimitCalls }: RootReadContext): number {
  return filterCalls(argument('filter'), {
    isNarrowed: false,
    isOrdered: (argument('order') ?? null) !== null,
    wanted: wantedRows(argument),
    scanLimitCalls,
  });
}

/** The arguments of a field as its resolver gets them; null where one does not fit its type. */
function coerceArguments(field: AnyField, argument: ArgumentOf): RootArguments | null {
  const coerced: Record<string, unknown> = {};
  let fits = true;
  for (const { name, type } of field.args) {
    const value = argument(name);
    if (value === undefined || value === null) {
      fits &&= !isNonNullType(type);
      continue;
    }
    coerced[name] = coerceInputValue(value, type, () => {
      fits = false;
    });
  }
  return fits ? coerced : null;
}
