import { type FieldNode, Kind, type OperationDefinitionNode, type ValueNode } from 'graphql';

/** The representations that one `_entities` field asks for. */
export interface EntityList {
  /** The variable that holds them; null when they stand in the document. */
  readonly variable: string | null;
  /** How many stand in the document: as a literal, or as the variable's default. */
  readonly written: number;
}

/** What an `_entities` field asks for; null for every other field. */
export function entityListOf(field: FieldNode, operation: OperationDefinitionNode): EntityList | null {
  if (field.name.value !== '_entities') return null;
  const value = field.arguments?.find(({ name }) => name.value === 'representations')?.value;
  if (value === undefined) return null;
  if (value.kind !== Kind.VARIABLE) return { variable: null, written: lengthOf(value) };
  const name = value.name.value;
  const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  return { variable: name, written: definition?.defaultValue ? lengthOf(definition.defaultValue) : 0 };
}

/** How many representations these lists hold, all together, with the variables of a request. */
export function countEntities(lists: readonly EntityList[], variables: Readonly<Record<string, unknown>>): number {
  return lists.reduce((sum, list) => sum + countOf(list, variables), 0);
}

function countOf({ variable, written }: EntityList, variables: Readonly<Record<string, unknown>>): number {
  if (variable === null || !Object.hasOwn(variables, variable)) return written;
  const value = variables[variable];
  // A single value counts as a list of one.
  return Array.isArray(value) ? value.length : 1;
}

function lengthOf(value: ValueNode): number {
  return value.kind === Kind.LIST ? value.values.length : 1;
}
