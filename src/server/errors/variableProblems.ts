import {
  coerceInputValue,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import { valueFreeHint } from './valueFreeHint.js';

/** One thing that is wrong with the variables of a request. */
export interface VariableProblem {
  /** The variable and the place inside it, such as `input.contactEmail`. */
  readonly place: string;
  /** What is wrong there, with names of the schema and without the value; null where that cannot be said. */
  readonly hint: string | null;
}

const maxProblems = 10;

/** Says what does not have the form that the document declares. Values are not repeated. */
export function variableProblems(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  values: Readonly<Record<string, unknown>>,
): readonly VariableProblem[] {
  const problems: VariableProblem[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) continue;
    const isGiven = Object.hasOwn(values, name);
    if (!isGiven && definition.defaultValue) continue;
    if (!isGiven || values[name] === null) {
      if (isNonNullType(type)) problems.push({ place: name, hint: `Expected a value of type "${type.toString()}".` });
      continue;
    }
    collectProblems(() => {
      coerceInputValue(values[name], type, (path, _value, { message }) => {
        problems.push({ place: [name, ...path].reduce<string>(joinPlace, ''), hint: valueFreeHint(message) });
        if (problems.length >= maxProblems) throw enough;
      });
    });
    if (problems.length >= maxProblems) break;
  }
  return problems;
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
