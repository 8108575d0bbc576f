import { needsLookUp } from '../../resolvers/carriedFields.js';

/** Calls that finding an entity can take; an owner is looked for in two places. */
const callsToFind: Readonly<Record<string, number>> = { Owner: 2 };

/** Calls that finding an entity of a type by its key can take. */
export function lookUpCalls(typeName: string): number {
  return callsToFind[typeName] ?? 1;
}

/** Calls that a field can cost because `selected` is selected on the value of type `typeName` beneath it. */
export function hiddenCalls(field: string, typeName: string, selected: Iterable<string>): number {
  return needsLookUp(field, typeName, selected) ? lookUpCalls(typeName) : 0;
}
