import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import fastify from 'fastify';
import { parse } from 'graphql';
import { readFile } from 'node:fs/promises';
import { createLedger } from './ledger.mjs';
import { createResolvers } from './resolvers.mjs';

/**
 * Serves the billing subgraph on a loopback port, any free one by default.
 *
 * @param {{ accounts: readonly import('./ledger.mjs').Account[], port?: number }} options
 * @returns {Promise<{ url: string, sdl: string, close: () => Promise<void> }>}
 */
export async function startBilling({ accounts, port = 0 }) {
  const sdl = await readFile(new URL('schema.graphql', import.meta.url), 'utf8');
  const app = fastify();
  const server = new ApolloServer({
    schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: createResolvers(createLedger(accounts)) }]),
    plugins: [fastifyApolloDrainPlugin(app), ApolloServerPluginInlineTraceDisabled()],
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
  });
  await server.start();
  app.post('/graphql', fastifyApolloHandler(server));
  const origin = await app.listen({ host: '127.0.0.1', port });
  return {
    url: `${origin}/graphql`,
    sdl,
    async close() {
      await server.stop();
      await app.close();
    },
  };
}
