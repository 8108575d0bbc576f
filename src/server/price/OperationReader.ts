import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';

/** Any field of the schema. */
export type AnyField = GraphQLField<unknown, unknown>;
/** The selection sets that together make one place of the answer. */
export type Selections = readonly SelectionSetNode[];

/** An operation that has been validated, with its variables as they were sent. */
export interface ValidatedOperation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Reads what an operation selects and asks for, with its variables and their defaults filled in. */
export class OperationReader {
  readonly #variables: Readonly<Record<string, unknown>>;

  constructor(private readonly given: ValidatedOperation) {
    const defaults = (given.operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
    );
    this.#variables = Object.assign(Object.create(null) as object, Object.fromEntries(defaults), given.variables);
  }

  /** The fields selected on a type, by their keys in the answer, without what @skip and @include leave out. */
  fieldsOn(type: GraphQLObjectType, selections: Selections): ReadonlyMap<string, readonly FieldNode[]> {
    const fields = new Map<string, FieldNode[]>();
    const visited = new Set<string>();
    const visit = (set: SelectionSetNode): void => {
      for (const selection of set.selections) {
        if (!this.#isIncluded(selection)) continue;
        switch (selection.kind) {
          case Kind.FIELD: {
            const key = (selection.alias ?? selection.name).value;
            const nodes = fields.get(key) ?? [];
            fields.set(key, nodes);
            nodes.push(selection);
            break;
          }
          case Kind.INLINE_FRAGMENT:
            if (this.#applies(selection.typeCondition?.name.value, type)) visit(selection.selectionSet);
            break;
          case Kind.FRAGMENT_SPREAD: {
            const fragment = this.given.fragments.get(selection.name.value);
            if (!fragment || visited.has(selection.name.value)) break;
            visited.add(selection.name.value);
            if (this.#applies(fragment.typeCondition.name.value, type)) visit(fragment.selectionSet);
            break;
          }
        }
      }
    };
    for (const set of selections) visit(set);
    return fields;
  }

  /** The names of the fields selected on a type. */
  namesOn(type: GraphQLObjectType, selections: Selections): readonly string[] {
    return [...this.fieldsOn(type, selections).values()].flatMap(([node]) => node?.name.value ?? []);
  }

  /** An argument as it was written, not yet coerced to its type; the schema's default where it is null or left out. */
  argument(field: AnyField, node: FieldNode, name: string): unknown {
    const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
    // Resolvers take null for left out: a page of null rows has as many as the default says.
    return (given && this.#valueOf(given)) ?? field.args.find((argument) => argument.name === name)?.defaultValue;
  }

  #valueOf(node: ValueNode): unknown {
    return valueFromASTUntyped(node, this.#variables);
  }

  #applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const abstract = this.given.schema.getType(condition);
    return isAbstractType(abstract) && this.given.schema.isSubType(abstract, type);
  }

  #isIncluded({ directives = [] }: SelectionSetNode['selections'][number]): boolean {
    return directives.every(({ name, arguments: given }) => {
      const node = given?.find((argument) => argument.name.value === 'if')?.value;
      if (!node || !['skip', 'include'].includes(name.value)) return true;
      return this.#valueOf(node) !== (name.value === 'skip');
    });
  }
}
