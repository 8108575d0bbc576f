/** GraphQL Yoga with graphql-jit, as its documentation sets it up. */
import { createServer } from 'node:http';
import { useGraphQlJit } from '@envelop/graphql-jit';
import { createSchema, createYoga } from 'graphql-yoga';
import { createContexts, resolvers, typeDefs } from './graph.mjs';
import { listen } from './vendor.mjs';

listen(
  createServer(
    createYoga({
      schema: createSchema({ typeDefs, resolvers }),
      context: createContexts('pooled'),
      plugins: [useGraphQlJit()],
      graphiql: false,
      landingPage: false,
      logging: false,
    }),
  ),
);
