import { type DocumentNode, type FieldNode, Kind, visit } from 'graphql';
import type { Scopes } from '../access/Caller.js';
import type { EventResult } from './ResultStream.js';

/** What the result of an event depends on besides the event. */
export interface ExecutionKey {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly scopes: Scopes | null;
}

/**
 * Executes an event once for all subscriptions that select the same of it: screens of one kind subscribe alike. Each event
 * is one object for all of them; its results are forgotten with it.
 */
export class SharedExecutions {
  readonly #byEvent = new WeakMap<object, Map<string, Promise<EventResult>>>();
  readonly #documents = new WeakMap<DocumentNode, { readonly id: number; readonly variables: readonly string[] }>();
  #nextId = 0;

  /** The name under which a subscription shares. `rootFields` are those of the subscription type: what they take does not count. */
  nameOf({ document, operationName, variables, scopes }: ExecutionKey, rootFields: ReadonlySet<string>): string {
    let known = this.#documents.get(document);
    if (known === undefined) {
      known = { id: this.#nextId, variables: variablesBelow(document, rootFields) };
      this.#nextId += 1;
      this.#documents.set(document, known);
    }
    const used = known.variables.map((name) => variables[name] ?? null);
    return JSON.stringify([known.id, operationName, used, scopes && [...scopes].sort()]);
  }

  /** The result of an event under a name, executed by whoever asks first. */
  run(event: unknown, name: string, execute: () => Promise<EventResult>): Promise<EventResult> {
    if (typeof event !== 'object' || event === null) return execute();
    const results = this.#byEvent.get(event) ?? new Map<string, Promise<EventResult>>();
    this.#byEvent.set(event, results);
    const result = results.get(name) ?? execute();
    results.set(name, result);
    return result;
  }
}

/** The variables on which the result of an event can depend: all that are used elsewhere than in arguments of root fields. */
function variablesBelow(document: DocumentNode, rootFields: ReadonlySet<string>): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Argument: (_node, _key, _parent, _path, ancestors) => {
      const field = ancestors.at(-1);
      return isField(field) && rootFields.has(field.name.value) ? false : undefined;
    },
    Variable: ({ name }) => {
      names.add(name.value);
    },
  });
  return [...names].sort();
}

function isField(node: unknown): node is FieldNode {
  return typeof node === 'object' && node !== null && 'kind' in node && node.kind === Kind.FIELD;
}
