import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  type FieldNode,
  type GraphQLResolveInfo,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** The parts of a resolver's info that tell what is selected beneath its field. */
export type SelectionInfo = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'schema' | 'variableValues'>;

/**
 * The names of the fields that the operation selects on a value of the object type `typeName` beneath the field being
 * resolved: through fragments that apply to that type, without what @skip and @include leave out, by their names in
 * the schema rather than their aliases. `__typename` is not among them, for it never costs anything.
 */
export function selectedFields(info: SelectionInfo, typeName: string): ReadonlySet<string> {
  return new Set(selectedFieldNodes(info, typeName).keys());
}

/** The same with the places in the document where each of them is selected. */
export function selectedFieldNodes(info: SelectionInfo, typeName: string): ReadonlyMap<string, readonly FieldNode[]> {
  const found = new Map<string, FieldNode[]>();
  const visited = new Set<string>();

  function visitAll(set: SelectionSetNode | undefined): void {
    for (const selection of set?.selections ?? []) if (isIncluded(selection, info)) visit(selection);
  }

  function visit(selection: SelectionNode): void {
    switch (selection.kind) {
      case Kind.FIELD:
        if (selection.name.value !== '__typename') add(selection);
        break;
      case Kind.INLINE_FRAGMENT:
        if (appliesTo(selection.typeCondition?.name.value, typeName, info)) visitAll(selection.selectionSet);
        break;
      case Kind.FRAGMENT_SPREAD: {
        const name = selection.name.value;
        const fragment = info.fragments[name];
        if (visited.has(name) || fragment === undefined) break;
        visited.add(name);
        if (appliesTo(fragment.typeCondition.name.value, typeName, info)) visitAll(fragment.selectionSet);
        break;
      }
    }
  }

  function add(node: FieldNode): void {
    const others = found.get(node.name.value);
    if (others === undefined) found.set(node.name.value, [node]);
    else others.push(node);
  }

  for (const node of info.fieldNodes) visitAll(node.selectionSet);
  return found;
}

function isIncluded(node: SelectionNode, { variableValues }: SelectionInfo): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.['if'] !== false;
}

/** Whether a fragment on `condition`, or without one, applies to a value of the object type `typeName`. */
function appliesTo(condition: string | undefined, typeName: string, { schema }: SelectionInfo): boolean {
  if (condition === undefined || condition === typeName) return true;
  const abstractType = schema.getType(condition);
  if (!isAbstractType(abstractType)) return false;
  return schema.getPossibleTypes(abstractType).some(({ name }) => name === typeName);
}
