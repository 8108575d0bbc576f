/** Mercurius on Fastify with graphql-jit from the first request of a document on. */
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { createContexts, resolvers, typeDefs } from './graph.mjs';
import { announce } from './vendor.mjs';

const { _Entity, ...others } = resolvers;
const app = Fastify();
await app.register(mercurius, {
  schema: typeDefs,
  resolvers: { ...others, _Entity: { resolveType: _Entity.__resolveType } },
  context: createContexts('pooled'),
  jit: 1,
});
announce(`${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`);
