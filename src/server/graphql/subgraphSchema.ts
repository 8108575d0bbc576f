import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  graphqlSync,
  Kind,
  parse,
  print,
  Source,
  visit,
} from 'graphql';
import { formResolvers } from '../../resolvers/forms.js';
import { ID, resolvers } from '../../resolvers/index.js';
import { replaceScalar } from './replaceScalar.js';
import { withExtensions } from './withExtensions.js';

/** The contract's SDL; it lies beside `src/` and `dist/` alike. */
const schemaFolder = new URL('../../../schema/', import.meta.url);

/** Reads the SDL from its files, in the order of their names. */
export function readTypeDefs(folder: URL = schemaFolder): DocumentNode {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort();
  const texts = names.map((name) => readFileSync(fileURLToPath(new URL(name, folder)), 'utf8'));
  return parse(new Source(texts.join('\n'), 'schema/*.graphql'));
}

/** The SDL with what typed forms add to it; as it is where they add nothing. */
export function typeDefsWith(formsSdl: string): DocumentNode {
  return withExtensions(readTypeDefs(), parseForms(formsSdl));
}

/** Builds the executable subgraph schema: the SDL, that of typed forms, the resolvers and what federation adds. */
export function createSubgraphSchema(formsSdl = ''): GraphQLSchema {
  const typeDefs = typeDefsWith(formsSdl);
  const schema = buildSubgraphSchema([
    { typeDefs, resolvers: { ...resolvers, ...formResolvers(parseForms(formsSdl)) } },
  ]);
  const service = schema.getQueryType()?.getFields()['_service'];
  if (!service) throw new Error('the schema has no _service');
  const sdl = withSpecifications(readServedSdl(schema), typeDefs);
  replaceScalar(schema, ID);
  service.resolve = () => ({ sdl });
  return schema;
}

function parseForms(formsSdl: string): DocumentNode {
  return formsSdl === '' ? { kind: Kind.DOCUMENT, definitions: [] } : parse(new Source(formsSdl, 'typed forms'));
}

/** The SDL as `_service` serves it: it defines everything that it uses, so any tool can read it by itself. */
export function readServedSdl(schema: GraphQLSchema = createSubgraphSchema()): string {
  const { _service: service } = graphqlSync({ schema, source: '{ _service { sdl } }' }).data ?? {};
  if (typeof service !== 'object' || service === null || !('sdl' in service) || typeof service.sdl !== 'string') {
    throw new Error('the schema does not serve its SDL');
  }
  return service.sdl;
}

/** The SDL as clients of this subgraph alone see it: without federation's types and directives. */
export function printApiSdl(typeDefs: DocumentNode = readTypeDefs()): string {
  const own = visit(typeDefs, {
    SchemaExtension: () => null,
    Directive: ({ name }) => (builtInDirectives.has(name.value) ? undefined : null),
  });
  return `${print(own)}\n`;
}

const builtInDirectives: ReadonlySet<string> = new Set(['deprecated', 'specifiedBy']);

/** Federation's printer forgets where scalars are specified. */
function withSpecifications(sdl: string, typeDefs: DocumentNode): string {
  const directivesOf = new Map<string, readonly ConstDirectiveNode[]>();
  for (const definition of typeDefs.definitions) {
    if (definition.kind === Kind.SCALAR_TYPE_DEFINITION) {
      directivesOf.set(definition.name.value, definition.directives ?? []);
    }
  }
  const whole = visit(parse(sdl), {
    ScalarTypeDefinition: (node) => ({ ...node, directives: directivesOf.get(node.name.value) ?? node.directives }),
  });
  return `${print(whole)}\n`;
}
