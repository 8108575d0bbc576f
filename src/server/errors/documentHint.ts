import { type ASTNode, BREAK, type DocumentNode, type GraphQLError, Kind, visit } from 'graphql';
import { valueFreeHint } from './valueFreeHint.js';

/** Longer sentences enumerate half a document. */
const longestHint = 300;

const valueKinds: ReadonlySet<string> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
  Kind.OBJECT_FIELD,
]);

/**
 * What the GraphQL library says about a document that does not parse or does not fit the schema, without any literal of
 * it: with the place of the argument where it is about a value. Null where nothing can be said.
 */
export function documentHint(error: GraphQLError, document: DocumentNode | undefined): string | null {
  if (error.message.length > longestHint) return null;
  switch (error.extensions['code']) {
    case 'GRAPHQL_PARSE_FAILED':
      return withoutLiterals(error.message);
    case 'GRAPHQL_VALIDATION_FAILED':
      return validationHint(error, document);
    default:
      return null;
  }
}

function validationHint({ message, nodes = [] }: GraphQLError, document: DocumentNode | undefined): string | null {
  const [first] = nodes;
  if (!first) return null;
  if (nodes.every(({ kind }) => !valueKinds.has(kind))) return message;
  const place = document ? placeOf(first, document) : '';
  const hint = valueFreeHint(message);
  if (hint === null) return place === '' ? null : `The value of \`${place}\` does not fit.`;
  return place === '' ? hint : `\`${place}\`: ${hint}`;
}

/** The parser names the token that it met: of literals only the kind is told. */
function withoutLiterals(message: string): string | null {
  const told = message.replace(/\b(String|BlockString|Int|Float) ".*$/s, '$1.');
  return /^Syntax Error: /.test(told) ? told : null;
}

/** The argument and input fields that a value stands in, such as `filter.status.eq`. */
function placeOf(target: ASTNode, document: DocumentNode): string {
  let place = '';
  visit(document, {
    enter(node, _key, parent, _path, ancestors) {
      if (node !== target) return undefined;
      // The library counts the parent not among the ancestors.
      place = [...ancestors, parent].flatMap(nameOf).join('.');
      return BREAK;
    },
  });
  return place;
}

function nameOf(ancestor: ASTNode | readonly ASTNode[] | undefined): readonly string[] {
  if (!ancestor || !('kind' in ancestor)) return [];
  return ancestor.kind === Kind.ARGUMENT || ancestor.kind === Kind.OBJECT_FIELD ? [ancestor.name.value] : [];
}
