import { type DefinitionNode, type DocumentNode, Kind } from 'graphql';

/** An SDL with what another one adds to its types and inputs standing in their definitions, and its own types behind. */
export function withExtensions(base: DocumentNode, added: DocumentNode): DocumentNode {
  const definitions = base.definitions.map((definition) => extended(definition, added.definitions));
  const own = added.definitions.filter(
    ({ kind }) => kind !== Kind.OBJECT_TYPE_EXTENSION && kind !== Kind.INPUT_OBJECT_TYPE_EXTENSION,
  );
  return { ...base, definitions: [...definitions, ...own] };
}

function extended(definition: DefinitionNode, added: readonly DefinitionNode[]): DefinitionNode {
  if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) {
    const more = added.flatMap((each) =>
      each.kind === Kind.OBJECT_TYPE_EXTENSION && each.name.value === definition.name.value ? (each.fields ?? []) : [],
    );
    return { ...definition, fields: [...(definition.fields ?? []), ...more] };
  }
  if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
    const more = added.flatMap((each) =>
      each.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION && each.name.value === definition.name.value
        ? (each.fields ?? [])
        : [],
    );
    return { ...definition, fields: [...(definition.fields ?? []), ...more] };
  }
  return definition;
}
