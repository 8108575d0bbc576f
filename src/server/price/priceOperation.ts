import { type FieldNode, getNamedType, type GraphQLObjectType, isAbstractType, isObjectType } from 'graphql';
import type { Loaders } from '../../loaders/Loaders.js';
import { maxFirst } from '../../model/List.js';
import { entityIdentity } from '../../resolvers/entityKeys.js';
import type { FieldPrice, OperationPrice } from '../../resolvers/OperationPrice.js';
import { costsNothing } from './costsNothing.js';
import { fieldCost } from './fieldCost.js';
import { filterCalls } from './filterCalls.js';
import { hiddenCalls, lookUpCalls } from './hiddenCalls.js';
import { type AnyField, OperationReader, type Selections, type ValidatedOperation } from './OperationReader.js';
import { priceRootRead, wantedRows } from './priceRootRead.js';
import { type RootRead, SharedCalls } from './SharedCalls.js';

/** An operation with what its price depends on besides. */
export interface PricedOperation extends ValidatedOperation {
  readonly scanLimitCalls: number;
  /** Knows how lists would be read; null for an estimate that is never lower and plans none. */
  readonly loaders: Loaders | null;
}

/**
 * The calls to the CRM that an operation can cost: what the SDL says of each of its fields, times the rows that the lists
 * above it may have. Nothing is known of what is remembered, equal or missing, so that the most is mostly more than what
 * it will cost. The fewest are those of its root fields, as far as they cannot share calls; below them there may be no row.
 */
export function priceOperation(operation: PricedOperation): OperationPrice {
  return new OperationPricing(operation).price();
}

/** How many rows the fields of these names hold. */
interface Rows {
  readonly fields: ReadonlySet<string>;
  readonly count: number;
}
const noRows: Rows = { fields: new Set(), count: 1 };

/** Where in the answer the walk is, and how often that place occurs at most. */
interface Place {
  readonly path: string;
  readonly times: number;
}

class OperationPricing {
  readonly #reader: OperationReader;
  readonly #fields: { readonly path: string; readonly most: number }[] = [];
  readonly #shared = new SharedCalls();

  constructor(private readonly given: PricedOperation) {
    this.#reader = new OperationReader(given);
  }

  price(): OperationPrice {
    const { schema, operation } = this.given;
    const root = schema.getRootType(operation.operation);
    const most = root ? this.#ofSelections(root, [operation.selectionSet], noRows, { path: '', times: 1 }) : 0;
    const fewest = this.#shared.fewestByPath();
    return {
      minUpstreamCalls: [...fewest.values()].reduce((sum, calls) => sum + calls, 0),
      maxUpstreamCalls: most,
      fields: this.#fields.map(({ path, most: calls }): FieldPrice => ({
        path,
        minUpstreamCalls: fewest.get(path) ?? 0,
        maxUpstreamCalls: calls,
      })),
    };
  }

  /** The most that these selections cost on the values of a type at a place. */
  #ofSelections(type: GraphQLObjectType, selections: Selections, rows: Rows, place: Place): number {
    const { schema } = this.given;
    if (selections.every((set) => costsNothing(schema, type, set))) return 0;
    let calls = 0;
    for (const [key, nodes] of this.#reader.fieldsOn(type, selections)) {
      const [node] = nodes;
      const field = node && type.getFields()[node.name.value];
      if (!field) continue;
      const below = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      calls += this.#ofField(type, field, node, below, {
        path: place.path === '' ? key : `${place.path}.${key}`,
        times: place.times * (rows.fields.has(field.name) ? rows.count : 1),
      });
    }
    return calls;
  }

  #ofField(parent: GraphQLObjectType, field: AnyField, node: FieldNode, below: Selections, place: Place): number {
    if (field.name === '_entities') return this.#ofEntities(field, node, below, place.path);
    const { slicingArguments, sizedFields } = fieldCost(field);
    const types = this.#possibleTypes(field);
    const hidden = types.map((type) =>
      hiddenCalls(`${parent.name}.${field.name}`, type.name, this.#reader.namesOn(type, below)),
    );
    const calls = this.#callsOf(parent, field, node, place.path);
    // What is refused, or surely null, has nothing below it.
    if (calls === null) return 0;
    const own = place.times * calls;
    const lookUps = place.times * Math.max(0, ...hidden);
    this.#note(place.path, own + lookUps);
    const rows = { fields: sizedFields, count: this.#rowsOf(field, node, slicingArguments) };
    const most = types.map(
      (type, index) => place.times * (hidden[index] ?? 0) + this.#ofSelections(type, below, rows, place),
    );
    return own + Math.max(0, ...most);
  }

  /**
   * The most calls that a field is resolved with, each time; null where it is refused or surely null. Root fields that
   * read say what they cost at least.
   */
  #callsOf(parent: GraphQLObjectType, field: AnyField, node: FieldNode, path: string): number | null {
    const { schema, scanLimitCalls, loaders } = this.given;
    const cost = fieldCost(field).calls;
    if (cost === 0) return 0;
    const argument = (name: string): unknown => this.#reader.argument(field, node, name);
    if (parent === schema.getQueryType()) {
      const read = priceRootRead(field, argument, { scanLimitCalls, loaders });
      this.#shared.add(path, read);
      return read.most === 0 ? null : read.most;
    }
    if (field.args.some(({ name }) => name === 'filter')) {
      const size = {
        isNarrowed: true,
        isOrdered: (argument('order') ?? null) !== null,
        wanted: wantedRows(argument),
        scanLimitCalls,
      };
      return cost * filterCalls(argument('filter'), size);
    }
    return cost + (hasPrecondition(argument('input')) ? 1 : 0);
  }

  #ofEntities(field: AnyField, node: FieldNode, below: Selections, path: string): number {
    const given = this.#reader.argument(field, node, 'representations');
    const list: readonly unknown[] = Array.isArray(given) ? given : [given];
    const byType = new Map<string, Set<string>>();
    for (const representation of list) {
      const identity = entityIdentity(representation);
      if (identity === null) continue;
      const identities = byType.get(identity.typeName) ?? new Set();
      byType.set(identity.typeName, identities.add(identity.key));
    }
    let lookUps = 0;
    let calls = 0;
    for (const [typeName, { size }] of byType) {
      const type = this.given.schema.getType(typeName);
      if (!isObjectType(type)) continue;
      lookUps += size * lookUpCalls(typeName);
      this.#shared.add(path, entityRead(typeName));
    }
    this.#note(path, lookUps);
    for (const [typeName, { size }] of byType) {
      const type = this.given.schema.getType(typeName);
      if (isObjectType(type)) calls += this.#ofSelections(type, below, noRows, { path, times: size });
    }
    return lookUps + calls;
  }

  #note(path: string, most: number): void {
    if (most > 0) this.#fields.push({ path, most });
  }

  #possibleTypes(field: AnyField): readonly GraphQLObjectType[] {
    const type = getNamedType(field.type);
    if (isObjectType(type)) return [type];
    return isAbstractType(type) ? this.given.schema.getPossibleTypes(type) : [];
  }

  #rowsOf(field: AnyField, node: FieldNode, slicingArguments: readonly string[]): number {
    const sizes = slicingArguments
      .map((name) => this.#reader.argument(field, node, name))
      .filter((size) => typeof size === 'number');
    // Longer pages are refused later, without a call.
    return sizes.length === 0 ? 1 : Math.min(maxFirst, Math.max(0, ...sizes));
  }
}

/** Reading entities of one type: at least one call for all of them, as several may be found together. */
function entityRead(typeName: string): RootRead {
  return { typeName, fewest: typeName === 'Activity' ? 0 : 1, most: 0 };
}

/** Whether a mutation looks at the record before it changes it. */
function hasPrecondition(input: unknown): boolean {
  if (typeof input !== 'object' || input === null || !('ifUnmodifiedSince' in input)) return false;
  return input.ifUnmodifiedSince !== null && input.ifUnmodifiedSince !== undefined;
}
