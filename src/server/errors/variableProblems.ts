import {
  coerceInputValue,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

const maxProblems = 10;

/**
 * Names the variables, and the places inside them, that do not have the form the document declares, such as
 * `input.contactEmail`. Names only: the library's own messages repeat the values, so they are not used.
 */
export function variableProblems(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  values: Readonly<Record<string, unknown>>,
): readonly string[] {
  const places = new Set<string>();
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) continue;
    const isGiven = Object.hasOwn(values, name);
    if (!isGiven && definition.defaultValue) continue;
    if (!isGiven || values[name] === null) {
      if (isNonNullType(type)) places.add(name);
      continue;
    }
    collectProblems(() => {
      coerceInputValue(values[name], type, (path) => {
        places.add([name, ...path].reduce<string>(joinPlace, ''));
        if (places.size >= maxProblems) throw enough;
      });
    });
    if (places.size >= maxProblems) break;
  }
  return [...places];
}

/** Thrown to stop looking: a long list can be wrong in every row. */
const enough = new Error('enough');

function collectProblems(collect: () => void): void {
  try {
    collect();
  } catch (error) {
    if (error !== enough) throw error;
  }
}

function joinPlace(place: string, step: string | number): string {
  if (typeof step === 'number') return `${place}[${step}]`;
  return place === '' ? step : `${place}.${step}`;
}
