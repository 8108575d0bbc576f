import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type GraphQLSchema, parse, Source } from 'graphql';
import { resolvers } from '../resolvers/index.js';

/** The contract's SDL; it lies beside `src/` and `dist/` alike. */
const schemaFolder = new URL('../../schema/', import.meta.url);

/** Reads the SDL from its files, in the order of their names. */
export function readTypeDefs(folder: URL = schemaFolder): DocumentNode {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort();
  const texts = names.map((name) => readFileSync(fileURLToPath(new URL(name, folder)), 'utf8'));
  return parse(new Source(texts.join('\n'), 'schema/*.graphql'));
}

/** Builds the executable subgraph schema: the SDL, the resolvers and what federation adds. */
export function createSubgraphSchema(): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: readTypeDefs(), resolvers: { ...resolvers } }]);
}
