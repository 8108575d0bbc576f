import {
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  locatedError,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from 'graphql';
import { type AnswerObject, executeFields, executeFieldsInTurn, isPromise } from './executeFields.js';
import type { PlannedField, PlanSource, Values } from './PlannedField.js';
import { OperationRun } from './OperationRun.js';
import { SelectionPlanner } from './SelectionPlanner.js';

/** The root fields as they are selected where @skip and @include have certain values. */
type Variant = (variables: Values) => readonly PlannedField[];

/** Values of @skip and @include for which selections are kept; a document that has more is collected anew each time. */
const maxVariants = 16;

/**
 * How one operation of a validated document is executed: its fields are collected once, with their resolvers, and not for
 * every value that they are selected on. What it answers is what graphql-js answers, in the same order, errors included.
 */
export class OperationPlan {
  /** The document's fragments by their names. */
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #source: PlanSource;
  readonly #conditions: readonly string[];
  readonly #variants = new Map<string, Variant>();

  constructor(
    schema: GraphQLSchema,
    readonly document: DocumentNode,
    readonly operation: OperationDefinitionNode,
  ) {
    this.fragments = new Map(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
      ),
    );
    this.#source = { schema, operation, fragments: Object.fromEntries(this.fragments) };
    this.#conditions = conditionVariables(document);
  }

  /** Whether the operation can be planned: it asks once, and no key of its answer has a meaning in JavaScript. */
  static fits(document: DocumentNode, { operation }: OperationDefinitionNode): boolean {
    let hasOddKey = false;
    visit(document, {
      Field: ({ name, alias }) => {
        hasOddKey ||= (alias ?? name).value === '__proto__';
      },
    });
    return operation !== OperationTypeNode.SUBSCRIPTION && !hasOddKey;
  }

  /** Executes the operation with variables that were coerced to their types. Never rejects. */
  execute(contextValue: unknown, variables: Values): ExecutionResult | Promise<ExecutionResult> {
    const run = new OperationRun(this.#source, contextValue, variables);
    try {
      const data = this.#executeRoot(run);
      if (!isPromise(data)) return answer(data, run);
      return data.then(
        (object) => answer(object, run),
        (error: unknown) => answer(null, run, error),
      );
    } catch (error) {
      return answer(null, run, error);
    }
  }

  #executeRoot(run: OperationRun): AnswerObject | Promise<AnswerObject> {
    const fields = this.#variant(run.variables)(run.variables);
    return this.operation.operation === OperationTypeNode.MUTATION
      ? executeFieldsInTurn(run, fields)
      : executeFields(run, fields, undefined, undefined);
  }

  #variant(variables: Values): Variant {
    const name = this.#conditions.map((condition) => String(variables[condition])).join();
    const known = this.#variants.get(name);
    if (known !== undefined) return known;
    const variant = this.#createVariant();
    if (this.#variants.size < maxVariants) this.#variants.set(name, variant);
    return variant;
  }

  #createVariant(): Variant {
    const { schema, operation } = this.#source;
    const planner = new SelectionPlanner(this.#source);
    const rootType = schema.getRootType(operation.operation);
    if (!rootType) throw new GraphQLError(`The schema has no ${operation.operation}.`, { nodes: operation });
    let fields: readonly PlannedField[] | null = null;
    return (variables) => (fields ??= planner.collect(rootType, [operation.selectionSet], variables));
  }
}

/** The variables that decide what is selected. */
function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: given }) => {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

function answer(data: AnswerObject | null, run: OperationRun, error?: unknown): ExecutionResult {
  if (error !== undefined) run.note(locatedError(error, undefined), undefined);
  const { errors } = run;
  return errors.length === 0 ? { data } : { errors, data };
}
