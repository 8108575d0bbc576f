import { type FieldNode, Kind, type OperationDefinitionNode, type ValueNode, valueFromASTUntyped } from 'graphql';
import { entityIdentity } from '../../resolvers/entityKeys.js';

/** The root field through which gateways ask for entities. */
export const entitiesField = '_entities';

/** The representations that one `_entities` field asks for. */
export interface EntityList {
  /** What the document says: a literal, or a variable. */
  readonly representations: ValueNode;
  /** The default of the variable that holds them, where it has one. */
  readonly defaultValue: ValueNode | null;
}

/** What an `_entities` field asks for; null for every other field. */
export function entityListOf(field: FieldNode, operation: OperationDefinitionNode): EntityList | null {
  if (field.name.value !== entitiesField) return null;
  const representations = field.arguments?.find(({ name }) => name.value === 'representations')?.value;
  if (representations === undefined) return null;
  const name = representations.kind === Kind.VARIABLE ? representations.name.value : null;
  const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name);
  return { representations, defaultValue: definition?.defaultValue ?? null };
}

/**
 * Whether these lists, all together, ask for more entities than the limits allow. Gateways repeat representations as
 * often as a record occurs; each record is looked up once.
 */
export function areEntitiesBeyond(
  { maxEntities, maxRepresentations }: { readonly maxEntities: number; readonly maxRepresentations: number },
  lists: readonly EntityList[],
  variables: Readonly<Record<string, unknown>>,
): boolean {
  const representations = lists.flatMap((list) => representationsOf(list, variables));
  if (representations.length > maxRepresentations) return true;
  const identities = representations.flatMap((representation) => entityIdentity(representation) ?? []);
  return new Set(identities.map(({ typeName, key }) => typeName + key)).size > maxEntities;
}

function representationsOf(list: EntityList, variables: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { representations, defaultValue } = list;
  const value: unknown =
    valueFromASTUntyped(representations, variables) ?? (defaultValue && valueFromASTUntyped(defaultValue));
  // A single value counts as a list of one.
  return Array.isArray(value) ? value : [value];
}
