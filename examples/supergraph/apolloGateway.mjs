import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import cors from '@fastify/cors';
import fastify from 'fastify';
import { HeaderForwardingDataSource } from './HeaderForwardingDataSource.mjs';
import { logLine } from './logLine.mjs';
import { tourQuery } from './tourQuery.mjs';

/**
 * Serves a supergraph with Apollo Gateway, and Sandbox to browsers at the same address.
 *
 * @param {{ supergraphSdl: string, port: number, sendsHashes: boolean,
 *   subgraphHeaders: import('./subgraphHeaders.mjs').SubgraphHeaders }} options `sendsHashes`: automatic persisted queries
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function startApolloGateway({ supergraphSdl, port, sendsHashes, subgraphHeaders }) {
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: gatewayLogger,
    buildService: ({ name, url }) => new HeaderForwardingDataSource({ name, url, apq: sendsHashes, subgraphHeaders }),
  });
  const app = fastify();
  await app.register(cors, { origin: ['https://studio.apollographql.com'] });
  const server = new ApolloServer({
    gateway,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [
      fastifyApolloDrainPlugin(app),
      ApolloServerPluginLandingPageLocalDefault({ embed: true, document: tourQuery }),
    ],
  });
  await server.start();
  app.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    handler: fastifyApolloHandler(server, { context: async ({ headers }) => ({ callerHeaders: headers }) }),
  });
  const origin = await app.listen({ host: '127.0.0.1', port });
  return {
    url: `http://localhost:${new URL(origin).port}/graphql`,
    async close() {
      await server.stop();
      await app.close();
    },
  };
}

const gatewayLogger = {
  debug() {},
  info() {},
  warn: (/** @type {unknown} */ message) => logLine('warn', String(message)),
  error: (/** @type {unknown} */ message) => logLine('error', String(message)),
};
