import {
  defaultFieldResolver,
  type FieldNode,
  getDirectiveValues,
  getNamedType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  GraphQLSkipDirective,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { readsRecordOnly } from '../../resolvers/recordOnly.js';
import { completeFor } from './completeValue.js';
import type { PlannedField, PlanSource, Values } from './PlannedField.js';

type AnyField = GraphQLField<unknown, unknown>;

/** Collects what an operation selects, each selection once, when a value first needs it. */
export class SelectionPlanner {
  #argumentPlaces = 0;

  constructor(private readonly source: PlanSource) {}

  /**
   * The fields that selection sets select together on a value of a type, in the order of the answer. The variables are
   * looked at for @skip and @include alone. Throws what a directive without a value for `if` is refused with.
   */
  collect(type: GraphQLObjectType, sets: readonly SelectionSetNode[], variables: Values): readonly PlannedField[] {
    const nodesByKey = new Map<string, FieldNode[]>();
    const visited = new Set<string>();
    for (const set of sets) this.#visit(set, type, { variables, nodesByKey, visited });
    return [...nodesByKey].flatMap(([key, nodes]) => this.#planField(type, key, nodes) ?? []);
  }

  #visit(set: SelectionSetNode, type: GraphQLObjectType, found: Collected): void {
    for (const selection of set.selections) {
      if (!isIncluded(selection, found.variables)) continue;
      switch (selection.kind) {
        case Kind.FIELD: {
          const key = (selection.alias ?? selection.name).value;
          const nodes = found.nodesByKey.get(key);
          if (nodes === undefined) found.nodesByKey.set(key, [selection]);
          else nodes.push(selection);
          break;
        }
        case Kind.INLINE_FRAGMENT:
          if (this.#applies(selection.typeCondition?.name.value, type))
            this.#visit(selection.selectionSet, type, found);
          break;
        case Kind.FRAGMENT_SPREAD: {
          const name = selection.name.value;
          if (found.visited.has(name)) break;
          found.visited.add(name);
          const fragment = this.source.fragments[name];
          if (fragment && this.#applies(fragment.typeCondition.name.value, type)) {
            this.#visit(fragment.selectionSet, type, found);
          }
          break;
        }
      }
    }
  }

  #applies(condition: string | undefined, type: GraphQLObjectType): boolean {
    if (condition === undefined || condition === type.name) return true;
    const named = this.source.schema.getType(condition);
    return isAbstractType(named) && this.source.schema.isSubType(named, type);
  }

  /** Null for a field that the type does not have: it has no place in the answer. */
  #planField(parentType: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): PlannedField | null {
    const [node] = nodes;
    const definition = node && this.#definitionOf(parentType, node.name.value);
    if (!node || !definition) return null;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const resolve = definition.resolve ?? defaultFieldResolver;
    return {
      key,
      nodes,
      node,
      definition,
      parentType,
      resolve: resolve === defaultFieldResolver ? null : resolve,
      readRecord: readsRecordOnly(resolve) ? resolve : null,
      typeName: definition === TypeNameMetaFieldDef ? parentType.name : null,
      isLeaf: isPlainLeaf(definition),
      argumentsAt: definition.args.length === 0 ? null : this.#argumentPlaces++,
      complete: completeFor(definition.type),
      below: sets.length === 0 ? nothing : this.#collectOnce(sets),
    };
  }

  #collectOnce(sets: readonly SelectionSetNode[]): PlannedField['below'] {
    const byType = new Map<GraphQLObjectType, readonly PlannedField[]>();
    return (type, variables) => {
      const known = byType.get(type);
      if (known !== undefined) return known;
      const collected = this.collect(type, sets, variables);
      byType.set(type, collected);
      return collected;
    };
  }

  #definitionOf(parentType: GraphQLObjectType, name: string): AnyField | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (parentType === this.source.schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return parentType.getFields()[name];
  }
}

/** Below a leaf. */
const nothing: PlannedField['below'] = () => [];

interface Collected {
  readonly variables: Values;
  readonly nodesByKey: Map<string, FieldNode[]>;
  readonly visited: Set<string>;
}

function isIncluded(node: SelectionNode, variables: Values): boolean {
  if (node.directives === undefined || node.directives.length === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false;
}

function isPlainLeaf({ type }: AnyField): boolean {
  const nullable = isNonNullType(type) ? type.ofType : type;
  return !isListType(nullable) && isLeafType(getNamedType(type));
}
