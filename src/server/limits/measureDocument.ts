import {
  type ArgumentNode,
  type ConstArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  Kind,
  type OperationDefinitionNode,
  type OperationTypeNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { documentLimits } from './documentLimits.js';
import { entitiesField, type EntityList, entityListOf } from './EntityList.js';
import type { limitWords } from './limitWords.js';
import { literalNesting } from './literalNesting.js';
import { tooComplex } from './tooComplex.js';

/** What is known of an operation once it has been walked through. */
export interface MeasuredOperation {
  readonly name: string | null;
  readonly kind: OperationTypeNode;
  readonly entityLists: readonly EntityList[];
}

/**
 * Walks through every operation of a document, fragments expanded, and throws a `Refusal` that names the first limit it
 * is beyond. Fields of one place in the answer are walked together, each selection is visited once, and nothing is
 * visited beyond the limit on selections, so that no document takes long. It knows no schema and runs before the
 * validator, whose work grows faster than the document.
 */
export function measureDocument(document: DocumentNode): readonly MeasuredOperation[] {
  const walk = new DocumentWalk(document);
  const operations: MeasuredOperation[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(walk.measureOperation(definition));
  }
  walk.measureUnusedFragments();
  return operations;
}

/** The fragments that a selection set was reached through, innermost first. */
interface Trail {
  readonly fragment: string;
  readonly outer: Trail | null;
}

/** A selection set as it stands somewhere in the expanded operation. */
interface Occurrence {
  readonly set: SelectionSetNode;
  readonly trail: Trail | null;
  /** Introspection describes itself by nesting; the validator has a limit of its own for it. */
  readonly isIntrospection: boolean;
}

const introspectionFields = new Set(['__schema', '__type']);

class DocumentWalk {
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #entered = new Set<string>();
  #selections = 0;
  #aliases = 0;
  #directives = 0;
  #rootFields: FieldNode[] = [];
  readonly #rootKeys = new Set<string>();

  constructor(document: DocumentNode) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
    }
  }

  measureOperation(operation: OperationDefinitionNode): MeasuredOperation {
    this.#begin();
    this.#countDirectives(operation.directives);
    for (const { type, defaultValue, directives } of operation.variableDefinitions ?? []) {
      check('nesting', typeNesting(type), documentLimits.maxNesting);
      if (defaultValue) check('nesting', literalNesting(defaultValue), documentLimits.maxNesting);
      this.#countDirectives(directives);
    }
    this.#measureLevel([{ set: operation.selectionSet, trail: null, isIntrospection: false }], 1);
    return {
      name: operation.name?.value ?? null,
      kind: operation.operation,
      entityLists: this.#rootFields.flatMap((field) => entityListOf(field, operation) ?? []),
    };
  }

  /** The validator refuses them, but looks into them first. */
  measureUnusedFragments(): void {
    for (const [name, { selectionSet, directives }] of this.#fragments) {
      if (this.#entered.has(name)) continue;
      this.#begin();
      this.#countDirectives(directives);
      const trail = { fragment: name, outer: null };
      this.#measureLevel([{ set: selectionSet, trail, isIntrospection: false }], 2);
    }
  }

  #begin(): void {
    this.#aliases = 0;
    this.#directives = 0;
    this.#rootFields = [];
    this.#rootKeys.clear();
  }

  /** Measures the selection sets that together make one place of the answer, and everything below. */
  #measureLevel(occurrences: readonly Occurrence[], depth: number): void {
    const fields = new Map<string, Occurrence[]>();
    const counts = new Map<string, number>();
    const collect = (occurrence: Occurrence): void => {
      for (const selection of occurrence.set.selections) {
        this.#selections += 1;
        check('selections', this.#selections, documentLimits.maxSelections);
        this.#countDirectives(selection.directives);
        switch (selection.kind) {
          case Kind.FIELD: {
            if (!occurrence.isIntrospection) check('depth', depth, documentLimits.maxDepth);
            const key = (selection.alias ?? selection.name).value;
            this.#measureField(selection, key, depth);
            const count = (counts.get(key) ?? 0) + 1;
            check('responseKey', count, documentLimits.maxFieldsPerKey);
            counts.set(key, count);
            if (!selection.selectionSet) break;
            const isIntrospection =
              occurrence.isIntrospection || (depth === 1 && introspectionFields.has(selection.name.value));
            const below = fields.get(key) ?? [];
            fields.set(key, below);
            below.push({ set: selection.selectionSet, trail: occurrence.trail, isIntrospection });
            break;
          }
          case Kind.INLINE_FRAGMENT:
            collect({ ...occurrence, set: selection.selectionSet });
            break;
          case Kind.FRAGMENT_SPREAD: {
            const inner = this.#enter(selection, occurrence);
            if (inner) collect(inner);
            break;
          }
        }
      }
    };
    for (const occurrence of occurrences) collect(occurrence);
    if (depth === 1) check('rootFields', this.#rootKeys.size, documentLimits.maxRootFields);
    for (const below of fields.values()) this.#measureLevel(below, depth + 1);
  }

  #measureField(field: FieldNode, key: string, depth: number): void {
    checkArguments(field.arguments);
    if (depth === 1) this.#rootFields.push(field);
    // Gateways put many entity fetches in one request and tell them apart by aliases; entities have a limit of their own.
    if (depth === 1 && field.name.value === entitiesField) return;
    if (depth === 1) this.#rootKeys.add(key);
    if (field.alias) {
      this.#aliases += 1;
      check('aliases', this.#aliases, documentLimits.maxAliases);
    }
  }

  /** The fragment's selections; null where it is missing or within itself, which the validator says better. */
  #enter(spread: FragmentSpreadNode, occurrence: Occurrence): Occurrence | null {
    const name = spread.name.value;
    const fragment = this.#fragments.get(name);
    if (!fragment) return null;
    for (let trail = occurrence.trail; trail; trail = trail.outer) if (trail.fragment === name) return null;
    this.#entered.add(name);
    this.#countDirectives(fragment.directives);
    return { ...occurrence, set: fragment.selectionSet, trail: { fragment: name, outer: occurrence.trail } };
  }

  #countDirectives(directives: readonly DirectiveNode[] = []): void {
    this.#directives += directives.length;
    check('directives', this.#directives, documentLimits.maxDirectives);
    for (const directive of directives) checkArguments(directive.arguments);
  }
}

function checkArguments(given: readonly (ArgumentNode | ConstArgumentNode)[] = []): void {
  for (const { value } of given) check('nesting', literalNesting(value), documentLimits.maxNesting);
}

/** How many lists a type consists of, one within the other. */
function typeNesting(type: TypeNode): number {
  switch (type.kind) {
    case Kind.NAMED_TYPE:
      return 0;
    case Kind.NON_NULL_TYPE:
      return typeNesting(type.type);
    case Kind.LIST_TYPE:
      return 1 + typeNesting(type.type);
  }
}

function check(limit: keyof typeof limitWords, measured: number, most: number): void {
  if (measured > most) throw tooComplex(limit);
}
