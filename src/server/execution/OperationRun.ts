import {
  getArgumentValues,
  type GraphQLError,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  isNonNullType,
  locatedError,
  responsePathAsArray,
} from 'graphql';
import type { Path, PlannedField, PlanSource, Run, Values } from './PlannedField.js';

const noArguments: Values = Object.freeze({});

/** Keeps what one execution of an operation has come to. */
export class OperationRun implements Run {
  readonly #errors: GraphQLError[] = [];
  /** The places that failures have made null. */
  readonly #nulled = new Set<Path | undefined>();
  readonly #arguments: Values[] = [];

  constructor(
    readonly source: PlanSource,
    readonly contextValue: unknown,
    readonly variables: Values,
  ) {}

  get errors(): readonly GraphQLError[] {
    return this.#errors;
  }

  argumentsOf({ argumentsAt, definition, node }: PlannedField): Values {
    if (argumentsAt === null) return noArguments;
    const known = this.#arguments[argumentsAt];
    if (known !== undefined) return known;
    const values = Object.freeze(getArgumentValues(definition, node, this.variables));
    this.#arguments[argumentsAt] = values;
    return values;
  }

  infoOf({ definition, nodes, parentType }: PlannedField, path: Path): GraphQLResolveInfo {
    const { schema, fragments, operation } = this.source;
    return {
      fieldName: definition.name,
      fieldNodes: nodes,
      returnType: definition.type,
      parentType,
      path,
      schema,
      fragments,
      rootValue: undefined,
      operation,
      variableValues: this.variables,
    };
  }

  fail(error: unknown, type: GraphQLOutputType, field: PlannedField, path: Path): null {
    const located = locatedError(error, field.nodes, responsePathAsArray(path));
    if (isNonNullType(type)) throw located;
    this.note(located, path);
    return null;
  }

  note(error: GraphQLError, path: Path | undefined): void {
    for (let place = path; place !== undefined; place = place.prev) if (this.#nulled.has(place)) return;
    if (this.#nulled.has(undefined)) return;
    this.#nulled.add(path);
    this.#errors.push(error);
  }
}
