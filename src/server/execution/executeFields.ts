import type { Path, PlannedField, Run } from './PlannedField.js';

/** An object of the answer; its keys are those of the document. */
export type AnswerObject = Record<string, unknown>;

/** Whether a value is a promise, anybody's. */
export function isPromise<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** Executes planned fields on a value, all at once. A promise of the object only where one of the fields is one. */
export function executeFields(
  run: Run,
  fields: readonly PlannedField[],
  source: unknown,
  path: Path | undefined,
): AnswerObject | Promise<AnswerObject> {
  const answer: AnswerObject = {};
  let hasPromise = false;
  try {
    for (const field of fields) {
      const value = executeField(run, field, source, path);
      answer[field.key] = value;
      if (isPromise(value)) hasPromise = true;
    }
  } catch (error) {
    if (!hasPromise) throw error;
    // The promises of the other fields may reject as well, and somebody has to listen.
    return whenSettled(answer).finally(() => {
      throw error;
    });
  }
  return hasPromise ? whenSettled(answer) : answer;
}

/** Executes planned root fields one after the other: each begins when the one before is answered. */
export function executeFieldsInTurn(run: Run, fields: readonly PlannedField[]): AnswerObject | Promise<AnswerObject> {
  const execute = (answer: AnswerObject, field: PlannedField): AnswerObject | Promise<AnswerObject> => {
    const value = executeField(run, field, undefined, undefined);
    if (isPromise(value)) {
      return value.then((resolved) => {
        answer[field.key] = resolved;
        return answer;
      });
    }
    answer[field.key] = value;
    return answer;
  };
  return fields.reduce<AnswerObject | Promise<AnswerObject>>(
    (answer, field) => (isPromise(answer) ? answer.then((before) => execute(before, field)) : execute(answer, field)),
    {},
  );
}

/** The object with what its promises resolve to; rejects with the first of them that does. */
function whenSettled(answer: AnswerObject): Promise<AnswerObject> {
  const keys = Object.keys(answer);
  return Promise.all(Object.values(answer)).then((values) => {
    keys.forEach((key, index) => {
      answer[key] = values[index];
    });
    return answer;
  });
}

function executeField(run: Run, field: PlannedField, source: unknown, parentPath: Path | undefined): unknown {
  if (field.typeName !== null) return field.typeName;
  const path = field.isLeaf ? undefined : pathOf(field, parentPath);
  try {
    const result = resolveField(run, field, source, path, parentPath);
    const completed = isPromise(result)
      ? result.then((resolved) => field.complete(run, field, path, resolved))
      : field.complete(run, field, path, result);
    if (!isPromise(completed)) return completed;
    return completed.then(undefined, (error: unknown) => fail(run, field, path ?? pathOf(field, parentPath), error));
  } catch (error) {
    return fail(run, field, path ?? pathOf(field, parentPath), error);
  }
}

/** `path` is undefined for a leaf: hardly any needs its own. */
function resolveField(
  run: Run,
  field: PlannedField,
  source: unknown,
  path: Path | undefined,
  parentPath: Path | undefined,
): unknown {
  const { resolve } = field;
  if (resolve === null) {
    const property = propertyOf(source, field.definition.name);
    if (typeof property !== 'function') return property;
  } else if (field.readRecord !== null) {
    return field.readRecord(source, undefined, run.contextValue);
  }
  const args = run.argumentsOf(field);
  const info = run.infoOf(field, path ?? pathOf(field, parentPath));
  if (resolve !== null) return resolve(source, args, run.contextValue, info);
  const method: unknown = propertyOf(source, field.definition.name);
  return typeof method === 'function' ? Reflect.apply(method, source, [args, run.contextValue, info]) : method;
}

function propertyOf(source: unknown, name: string): unknown {
  const isObject = (typeof source === 'object' && source !== null) || typeof source === 'function';
  return isObject ? Reflect.get(source, name) : undefined;
}

function pathOf({ key, parentType }: PlannedField, parentPath: Path | undefined): Path {
  return { prev: parentPath, key, typename: parentType.name };
}

function fail(run: Run, field: PlannedField, path: Path, error: unknown): null {
  return run.fail(error, field.definition.type, field, path);
}
