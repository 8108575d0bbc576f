import {
  defaultTypeResolver,
  GraphQLBoolean,
  GraphQLError,
  GraphQLID,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  GraphQLString,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { executeFields, isPromise } from './executeFields.js';
import type { Complete, Path, PlannedField, Run } from './PlannedField.js';

/** Chooses, once, how values of a type are completed. As the specification has it, and graphql-js, to the order of promises. */
export function completeFor(type: GraphQLOutputType): Complete {
  const known = completions.get(type);
  if (known !== undefined) return known;
  const complete = createComplete(type);
  completions.set(type, complete);
  return complete;
}

/** Shared by all fields of a type, whatever operation selects them. */
const completions = new WeakMap<GraphQLOutputType, Complete>();

function createComplete(type: GraphQLOutputType): Complete {
  if (!isNonNullType(type)) return completeNullable(completePresent(type));
  const complete = completeFor(type.ofType);
  return (run, field, path, value) => {
    const completed = complete(run, field, path, value);
    if (completed === null) {
      throw new Error(`Cannot return null for non-nullable field ${field.parentType.name}.${field.definition.name}.`);
    }
    return completed;
  };
}

function completeNullable(complete: Complete): Complete {
  return (run, field, path, value) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) throw value;
    return complete(run, field, path, value);
  };
}

function completePresent(type: GraphQLOutputType): Complete {
  if (isListType(type)) return completeList(type.ofType);
  if (isLeafType(type)) return completeLeaf(type);
  if (isAbstractType(type)) return completeAbstract(type);
  if (isObjectType(type)) return completeObject(type);
  throw new TypeError('a type that no value can have');
}

/** Scalars whose texts and truth values go out as they are. */
const sentAsTheyAre: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [GraphQLString, 'string'],
  [GraphQLID, 'string'],
  [GraphQLBoolean, 'boolean'],
]);

function completeLeaf(type: GraphQLLeafType): Complete {
  const plain = sentAsTheyAre.get(type);
  return (_run, { parentType, definition }, _path, value) => {
    if (typeof value === plain) return value;
    const serialized = type.serialize(value);
    if (serialized === null || serialized === undefined) {
      throw new Error(`${type.name} has no way to say the value of ${parentType.name}.${definition.name}.`);
    }
    return serialized;
  };
}

function completeList(itemType: GraphQLOutputType): Complete {
  const complete = completeFor(itemType);
  return (run, field, path, value) => {
    if (!isIterable(value)) {
      const { parentType, definition } = field;
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${parentType.name}.${definition.name}".`,
      );
    }
    let hasPromise = false;
    const completed: unknown[] = [];
    for (const item of value) {
      const itemPath: Path = { prev: path, key: completed.length, typename: undefined };
      try {
        const answer = isPromise(item)
          ? item.then((resolved) => complete(run, field, itemPath, resolved))
          : complete(run, field, itemPath, item);
        if (isPromise(answer)) {
          hasPromise = true;
          completed.push(answer.then(undefined, (error: unknown) => run.fail(error, itemType, field, itemPath)));
        } else completed.push(answer);
      } catch (error) {
        completed.push(failItem(run, field, itemPath, { error, itemType, before: completed }));
      }
    }
    return hasPromise ? Promise.all(completed) : completed;
  };
}

/** As `Run.fail`. Where it throws, nobody waits any more for the items before, which may reject as well. */
function failItem(
  run: Run,
  field: PlannedField,
  path: Path,
  { error, itemType, before }: { error: unknown; itemType: GraphQLOutputType; before: readonly unknown[] },
): null {
  try {
    return run.fail(error, itemType, field, path);
  } catch (located) {
    for (const item of before) if (isPromise(item)) item.catch(() => undefined);
    throw located;
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function completeObject(type: GraphQLObjectType): Complete {
  const { isTypeOf } = type;
  if (!isTypeOf) {
    return (run, field, path, value) => executeFields(run, field.below(type, run.variables), value, path);
  }
  return (run, field, path, value) => {
    const complete = (isOne: boolean): unknown => {
      if (!isOne) throw new GraphQLError(`Expected value of type "${type.name}".`, { nodes: field.nodes });
      return executeFields(run, field.below(type, run.variables), value, path);
    };
    const isOne = isTypeOf(value, run.contextValue, infoAt(run, field, path));
    return isPromise(isOne) ? isOne.then((resolved) => complete(resolved)) : complete(isOne);
  };
}

function completeAbstract(type: GraphQLAbstractType): Complete {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  const byType = new Map<GraphQLObjectType, Complete>();
  const completeAs = (found: GraphQLObjectType): Complete => {
    const complete = byType.get(found) ?? completeObject(found);
    byType.set(found, complete);
    return complete;
  };
  return (run, field, path, value) => {
    const found = resolveType(value, run.contextValue, infoAt(run, field, path), type);
    const complete = (name: unknown): unknown =>
      completeAs(possibleType(run, type, field, name))(run, field, path, value);
    return isPromise(found) ? found.then(complete) : complete(found);
  };
}

/** The object type of this name, which is one of those that the abstract type stands for. */
function possibleType(run: Run, type: GraphQLAbstractType, field: PlannedField, name: unknown): GraphQLObjectType {
  const { schema } = run.source;
  const found = typeof name === 'string' ? schema.getType(name) : undefined;
  if (isObjectType(found) && schema.isSubType(type, found)) return found;
  const { parentType, definition, nodes } = field;
  throw new GraphQLError(`"${type.name}" has no type for the value of ${parentType.name}.${definition.name}.`, {
    nodes,
  });
}

function infoAt(run: Run, field: PlannedField, path: Path | undefined): GraphQLResolveInfo {
  return run.infoOf(field, path ?? { prev: undefined, key: field.key, typename: field.parentType.name });
}
