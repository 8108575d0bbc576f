import {
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { maxFirst } from '../../model/List.js';
import { fieldCost } from './fieldCost.js';
import { filterCalls } from './filterCalls.js';
import { hiddenCalls, lookUpCalls } from './hiddenLookUps.js';

/** An operation that has been validated. */
export interface EstimatedOperation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** As they were sent. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly scanLimitCalls: number;
}

/**
 * The calls to the CRM that an operation can cost: what the SDL says of each of its fields, times the rows that the lists
 * above it may have. Nothing is known of what is cached, equal or missing, so that it is mostly more than what it will cost.
 */
export function estimateCalls(operation: EstimatedOperation): number {
  return new CallEstimate(operation).ofRoot();
}

type AnyField = GraphQLField<unknown, unknown>;
type Selections = readonly SelectionSetNode[];
/** How many rows the fields of these names hold. */
interface Rows {
  readonly fields: ReadonlySet<string>;
  readonly count: number;
}
const noRows: Rows = { fields: new Set(), count: 1 };

class CallEstimate {
  readonly #variables: Readonly<Record<string, unknown>>;

  constructor(private readonly given: EstimatedOperation) {
    const defaults = (given.operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
    );
    this.#variables = Object.assign(Object.create(null) as object, Object.fromEntries(defaults), given.variables);
  }

  ofRoot(): number {
    const { schema, operation } = this.given;
    const root = schema.getRootType(operation.operation);
    return root ? this.#ofSelections(root, [operation.selectionSet], noRows) : 0;
  }

  /** What these selections cost on one value of a type. */
  #ofSelections(type: GraphQLObjectType, selections: Selections, rows: Rows): number {
    let calls = 0;
    for (const nodes of this.#collect(type, selections).values()) {
      const [node] = nodes;
      const field = node && type.getFields()[node.name.value];
      if (!field) continue;
      const times = rows.fields.has(field.name) ? rows.count : 1;
      calls +=
        times *
        this.#ofField(
          type,
          field,
          node,
          nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
        );
    }
    return calls;
  }

  #ofField(parent: GraphQLObjectType, field: AnyField, node: FieldNode, below: Selections): number {
    if (field.name === '_entities') return this.#ofEntities(this.#argument(field, node, 'representations'), below);
    const cost = fieldCost(field);
    const own = cost.calls === 0 ? 0 : cost.calls * this.#timesOf(parent, field, node);
    const rows = { fields: cost.sizedFields, count: this.#rowsOf(field, node, cost.slicingArguments) };
    const most = this.#possibleTypes(field).map(
      (type) =>
        hiddenCalls(`${parent.name}.${field.name}`, type.name, this.#namesOn(type, below)) +
        this.#ofSelections(type, below, rows),
    );
    return own + Math.max(0, ...most);
  }

  /** How many calls stand behind one cost of the SDL: a list may have to be searched for, an owner in two places. */
  #timesOf(parent: GraphQLObjectType, field: AnyField, node: FieldNode): number {
    const hasFilter = field.args.some(({ name }) => name === 'filter');
    const isRoot = parent === this.given.schema.getQueryType();
    if (!hasFilter) return isRoot ? lookUpCalls(getNamedType(field.type).name) : 1;
    return filterCalls(this.#argument(field, node, 'filter'), !isRoot, this.given.scanLimitCalls);
  }

  #ofEntities(representations: unknown, below: Selections): number {
    const list: readonly unknown[] = Array.isArray(representations) ? representations : [representations];
    const distinct = new Map(list.map((entry) => [JSON.stringify(entry), entry]));
    const ofType = new Map<string, number>();
    let calls = 0;
    for (const entry of distinct.values()) {
      const name = typeof entry === 'object' && entry !== null && '__typename' in entry ? entry.__typename : null;
      const type = typeof name === 'string' ? this.given.schema.getType(name) : null;
      if (!isObjectType(type)) continue;
      const each = ofType.get(type.name) ?? lookUpCalls(type.name) + this.#ofSelections(type, below, noRows);
      ofType.set(type.name, each);
      calls += each;
    }
    return calls;
  }

  #possibleTypes(field: AnyField): readonly GraphQLObjectType[] {
    const type = getNamedType(field.type);
    if (isObjectType(type)) return [type];
    return isAbstractType(type) ? this.given.schema.getPossibleTypes(type) : [];
  }

  #rowsOf(field: AnyField, node: FieldNode, slicingArguments: readonly string[]): number {
    const sizes = slicingArguments
      .map((name) => this.#argument(field, node, name))
      .filter((size) => typeof size === 'number');
    // Longer pages are refused later, without a call.
    return sizes.length === 0 ? 1 : Math.min(maxFirst, Math.max(0, ...sizes));
  }

  #argument(field: AnyField, node: FieldNode, name: string): unknown {
    const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
    // Resolvers take null for left out: a page of null rows has as many as the default says.
    return (given && this.#valueOf(given)) ?? field.args.find((argument) => argument.name === name)?.defaultValue;
  }

  #valueOf(node: ValueNode): unknown {
    return valueFromASTUntyped(node, this.#variables);
  }

  #namesOn(type: GraphQLObjectType, selections: Selections): readonly string[] {
    return [...this.#collect(type, selections).values()].flatMap(([node]) => node?.name.value ?? []);
  }

  /** The fields selected on a type, by their keys in the answer, without what @skip and @include leave out. */
  #collect(type: GraphQLObjectType, selections: Selections): ReadonlyMap<string, readonly FieldNode[]> {
    const fields = new Map<string, FieldNode[]>();
    const visited = new Set<string>();
    const visit = (set: SelectionSetNode): void => {
      for (const selection of set.selections) {
        if (!this.#isIncluded(selection)) continue;
        switch (selection.kind) {
          case Kind.FIELD: {
            const key = (selection.alias ?? selection.name).value;
            fields.set(key, [...(fields.get(key) ?? []), selection]);
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
