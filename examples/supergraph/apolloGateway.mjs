import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import cors from '@fastify/cors';
import fastify from 'fastify';
import { GraphQLError } from 'graphql';
import { logLine } from './logLine.mjs';
import { tourQuery } from './tourQuery.mjs';

/**
 * Serves a supergraph with Apollo Gateway, and Sandbox to browsers at the same address.
 *
 * @param {{ supergraphSdl: string, port: number, subgraphHeaders: import('./subgraphHeaders.mjs').SubgraphHeaders }} options
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function startApolloGateway({ supergraphSdl, port, subgraphHeaders }) {
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: gatewayLogger,
    buildService: ({ name, url }) => new HeaderForwardingDataSource({ url, name, subgraphHeaders }),
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
  await app.listen({ host: '127.0.0.1', port });
  const address = app.addresses()[0];
  return {
    url: `http://localhost:${String(address?.port ?? port)}/graphql`,
    async close() {
      await server.stop();
      await app.close();
    },
  };
}

/** Adds the headers of our policy to what is sent to a subgraph, and keeps what a refusal of it says. */
class HeaderForwardingDataSource extends RemoteGraphQLDataSource {
  /** @param {any} options */
  willSendRequest({ request, context }) {
    const callerHeaders = context.callerHeaders ?? {};
    const headers = this.subgraphHeaders(this.name, (/** @type {string} */ name) => {
      const value = callerHeaders[name];
      return Array.isArray(value) ? value[0] : value;
    });
    for (const [name, value] of Object.entries(headers)) request.http.headers.set(name, value);
  }

  /**
   * Apollo Gateway makes an error with the subgraph's address and body out of every answer that is not 2xx. The CRM
   * subgraph answers 4xx and 503 with a GraphQL body, whose first error says what to do about it.
   *
   * @param {any} response
   */
  async errorFromResponse(response) {
    const error = await response
      .json()
      .then((/** @type {any} */ body) => body.errors?.[0])
      .catch(() => undefined);
    if (typeof error?.message !== 'string') {
      return new GraphQLError(`The subgraph ${this.name} answered ${String(response.status)}.`, {
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' },
      });
    }
    return new GraphQLError(error.message, { extensions: error.extensions });
  }
}

const gatewayLogger = {
  debug() {},
  info() {},
  warn: (/** @type {unknown} */ message) => logLine('warn', String(message)),
  error: (/** @type {unknown} */ message) => logLine('error', String(message)),
};
