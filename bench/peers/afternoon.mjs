/** The server that one writes in an afternoon: Apollo's standalone server with its defaults, fetch and a DataLoader. */
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { createContexts, resolvers, typeDefs } from './graph.mjs';
import { announce } from './vendor.mjs';

const createContext = createContexts('fetched');
const { url } = await startStandaloneServer(new ApolloServer({ typeDefs, resolvers }), {
  listen: { port: 0, host: '127.0.0.1' },
  context: () => Promise.resolve(createContext()),
});
announce(new URL('/graphql', url).href);
