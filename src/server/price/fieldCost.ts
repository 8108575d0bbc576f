import type { ConstDirectiveNode, GraphQLField } from 'graphql';
import { valueFromASTUntyped } from 'graphql';

/** What the SDL says that a field costs, and how long the lists beneath it are. */
export interface FieldCost {
  /** Calls to the CRM, each time the field is resolved: the weight of `@cost`, ten to a call. */
  readonly calls: number;
  /** The arguments of `@listSize` that say how many rows there are at most. */
  readonly slicingArguments: readonly string[];
  /** The fields below that hold these rows. */
  readonly sizedFields: ReadonlySet<string>;
}

/** The SDL's weight of one call; leaves room for fields that cost a little. */
const weightOfCall = 10;

type AnyField = GraphQLField<unknown, unknown>;
const known = new WeakMap<AnyField, FieldCost>();

/** Reads `@cost` and `@listSize` of a field, once. */
export function fieldCost(field: AnyField): FieldCost {
  const cost = known.get(field) ?? readCost(field.astNode?.directives ?? []);
  known.set(field, cost);
  return cost;
}

function readCost(directives: readonly ConstDirectiveNode[]): FieldCost {
  const weight = Number(argumentOf(directives, 'cost', 'weight') ?? 0);
  return {
    calls: weight / weightOfCall,
    slicingArguments: namesIn(argumentOf(directives, 'listSize', 'slicingArguments')),
    sizedFields: new Set(namesIn(argumentOf(directives, 'listSize', 'sizedFields'))),
  };
}

function argumentOf(directives: readonly ConstDirectiveNode[], directive: string, argument: string): unknown {
  const value = directives
    .find(({ name }) => name.value === directive)
    ?.arguments?.find(({ name }) => name.value === argument)?.value;
  return value && valueFromASTUntyped(value);
}

function namesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
}
