import type { RecordResolver } from '../../resolvers/recordOnly.js';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLError,
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';

/** A place in the answer, as resolvers are told it. */
export type Path = GraphQLResolveInfo['path'];
/** Values by name, coerced to their types: variables of an operation, arguments of a field. */
export type Values = Readonly<Record<string, unknown>>;

/** What an operation is executed from. */
export interface PlanSource {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** One execution of an operation: for whom, with which variables, and what failed so far. */
export interface Run {
  readonly source: PlanSource;
  readonly contextValue: unknown;
  readonly variables: Values;
  /** The arguments of a field, the same for all values that it is resolved on. Throws what they are refused with. */
  argumentsOf(field: PlannedField): Values;
  /** What a resolver is told of the field that it is called for. */
  infoOf(field: PlannedField, path: Path): GraphQLResolveInfo;
  /** Notes a failure and answers with null in its place; throws it on where the type allows no null. */
  fail(error: unknown, type: GraphQLOutputType, field: PlannedField, path: Path): null;
  /** Notes a failure, unless an earlier one has made its place null already. Undefined for the whole answer. */
  note(error: GraphQLError, path: Path | undefined): void;
}

/**
 * Makes what a resolver returned into what the answer holds. Throws, or rejects, where the value does not fit its type. A
 * field without lists and fields below is not told its path.
 */
export type Complete = (run: Run, field: PlannedField, path: Path | undefined, value: unknown) => unknown;

/** One field of an object type as an operation selects it: all about it that is the same for every value. */
export interface PlannedField {
  /** Its key in the answer. */
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  /** The first of `nodes`, which has the arguments: validation holds the others to the same. */
  readonly node: FieldNode;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly parentType: GraphQLObjectType;
  /** Null where it is a property of the value, or a method. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | null;
  /** The same resolver where it takes neither arguments nor info; null for every other one. */
  readonly readRecord: RecordResolver | null;
  /** What `__typename` answers; null for every other field. */
  readonly typeName: string | null;
  /** Whether there is neither a list nor a field below it, so that nothing there needs its path. */
  readonly isLeaf: boolean;
  /** The place of its arguments among those of the operation; null for a field without any. */
  readonly argumentsAt: number | null;
  readonly complete: Complete;
  /** What is selected below it on a value of this type. Throws as collecting does. */
  readonly below: (type: GraphQLObjectType, variables: Values) => readonly PlannedField[];
}
