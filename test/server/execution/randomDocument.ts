import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** A number below `below`, a new one each time. */
export type Chance = (below: number) => number;

/** A repeatable source of chance (xorshift). */
export function createChance(seed: number): Chance {
  let state = (seed * 2_654_435_761) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Boolean variables that every document declares, for @skip and @include. */
export const conditions = ['a', 'b', 'c'] as const;

const deepest = 4;
/** Selections of one document, about. */
const mostSelections = 40;

/**
 * Writes a document at random: fields of every type of a schema, aliases, the same field twice, fragments inline and
 * named, unions, directives with literals and variables, and arguments with both.
 */
export function randomDocument(schema: GraphQLSchema, root: GraphQLObjectType, chance: Chance): string {
  return new Writer(schema, chance).document(root);
}

class Writer {
  readonly #fragments: string[] = [];
  #aliases = 0;
  #written = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly chance: Chance,
  ) {}

  document(root: GraphQLObjectType): string {
    const kind = root === this.schema.getMutationType() ? 'mutation' : 'query';
    const selections = this.#selections(root, 0);
    const variables = [...conditions.map((name) => `$${name}: Boolean!`), '$text: String', '$number: Int'];
    return `${kind} Random(${variables.join(', ')}) ${selections}\n${this.#fragments.join('\n')}`;
  }

  #selections(type: GraphQLNamedType, depth: number): string {
    const count = 1 + this.chance(depth === 0 ? 3 : 5);
    const parts = Array.from({ length: count }, () => this.#selection(type, depth));
    return `{ ${parts.join(' ')} }`;
  }

  #selection(type: GraphQLNamedType, depth: number): string {
    const dice = this.chance(12);
    this.#written += 1;
    if (dice === 0 || this.#written > mostSelections) return `__typename${this.#directive()}`;
    if (dice <= 2 && depth < deepest) return this.#inlineFragment(type, depth);
    if (dice === 3 && depth < deepest) return this.#namedFragment(type, depth);
    if (!isObjectType(type) && !isInterfaceType(type)) return this.#inlineFragment(type, depth);
    const fields = Object.values(type.getFields()).filter(
      (field) => depth < deepest || !isCompositeType(getNamedType(field.type)),
    );
    const field = fields[this.chance(fields.length)];
    return field === undefined ? '__typename' : this.#field(field, depth);
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const named = getNamedType(field.type);
    const below = isCompositeType(named) ? ` ${this.#selections(named, depth + 1)}` : '';
    const args = field.args
      .filter(({ type, defaultValue }) => (isNonNullType(type) && defaultValue === undefined) || this.chance(2) === 0)
      .map(({ name, type }) => `${name}: ${this.#literal(type)}`);
    // The same key twice has to have the same arguments.
    const alias = field.args.length > 0 || this.chance(4) === 0 ? `k${this.#aliases++}: ` : '';
    return `${alias}${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${this.#directive()}${below}`;
  }

  #inlineFragment(type: GraphQLNamedType, depth: number): string {
    const [condition, within] = this.#condition(type);
    return `...${condition}${this.#directive()} ${this.#selections(within, depth + 1)}`;
  }

  #namedFragment(type: GraphQLNamedType, depth: number): string {
    const within = this.#possible(type);
    const name = `F${this.#fragments.length}x${this.chance(1_000_000)}`;
    this.#fragments.push('');
    const at = this.#fragments.length - 1;
    this.#fragments[at] = `fragment ${name} on ${within.name} ${this.#selections(within, depth + 1)}`;
    const spread = `...${name}${this.#directive()}`;
    return this.chance(3) === 0 ? `${spread} ...${name}` : spread;
  }

  #condition(type: GraphQLNamedType): readonly [string, GraphQLNamedType] {
    if (isObjectType(type) && this.chance(2) === 0) return ['', type];
    const within = this.#possible(type);
    return [` on ${within.name}`, within];
  }

  #possible(type: GraphQLNamedType): GraphQLNamedType {
    if (!isAbstractType(type)) return type;
    const types = this.schema.getPossibleTypes(type);
    return types[this.chance(types.length)] ?? type;
  }

  #directive(): string {
    const dice = this.chance(10);
    if (dice > 2) return '';
    const name = this.chance(2) === 0 ? 'skip' : 'include';
    const value = dice === 0 ? String(this.chance(2) === 0) : `$${conditions[this.chance(conditions.length)] ?? 'a'}`;
    return ` @${name}(if: ${value})`;
  }

  /** Variables stand only where null may. */
  #literal(type: GraphQLInputType, mayBeNull = true): string {
    if (isNonNullType(type)) return this.#literal(type.ofType, false);
    if (isListType(type)) return `[${this.#literal(type.ofType)}]`;
    if (isEnumType(type)) return type.getValues()[this.chance(type.getValues().length)]?.name ?? 'null';
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (field) => isNonNullType(field.type) || this.chance(6) === 0,
      );
      return `{ ${fields.map((field) => `${field.name}: ${this.#literal(field.type)}`).join(', ')} }`;
    }
    return this.#scalar(type.name, mayBeNull && this.chance(4) === 0);
  }

  #scalar(name: string, isVariable: boolean): string {
    switch (name) {
      case 'Int':
        return isVariable ? '$number' : String(this.chance(100));
      case 'Float':
        return '1.5';
      case 'Boolean':
        return String(this.chance(2) === 0);
      case 'String':
        return isVariable ? '$text' : `"t${this.chance(9)}"`;
      case 'DateTime':
        return '"2026-01-02T03:04:05Z"';
      case 'EmailAddress':
        return '"a@example.org"';
      case 'Base64':
        return '"YQ=="';
      case '_Any':
        return '{ __typename: "Case", id: "1" }';
      case 'JSON':
      case 'JSONObject':
        return '{ a: [1, { b: null }] }';
      default:
        return `"id${this.chance(9)}"`;
    }
  }
}
