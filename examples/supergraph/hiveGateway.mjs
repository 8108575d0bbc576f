import { createGatewayRuntime, getGraphQLWSOptions } from '@graphql-hive/gateway';
import { useServer } from 'graphql-ws/use/ws';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { tourQuery } from './tourQuery.mjs';

/**
 * Serves a supergraph with Hive Gateway, and its own explorer to browsers at the same address. Subscriptions come over
 * WebSocket or as server-sent events.
 *
 * @param {{ supergraphSdl: string, port: number, subgraphHeaders: import('./subgraphHeaders.mjs').SubgraphHeaders }} options
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function startHiveGateway({ supergraphSdl, port, subgraphHeaders }) {
  const gateway = createGatewayRuntime({
    supergraph: supergraphSdl,
    logging: 'warn',
    // The subgraphs' errors are made to be shown: masking them would take away their codes.
    maskedErrors: false,
    landingPage: false,
    graphiql: { defaultQuery: tourQuery },
    propagateHeaders: {
      fromClientToSubgraphs: ({ request, subgraphName }) =>
        subgraphHeaders(subgraphName, (name) => request.headers.get(name)),
    },
  });
  const server = createServer(gateway);
  const sockets = useServer(
    getGraphQLWSOptions(gateway, ({ extra: { request, socket } }) => ({
      req: request,
      socket,
      // The headers of the upgrade are the caller's, for all that the connection asks.
      request: new Request(`http://localhost${request.url ?? '/graphql'}`, { headers: headersOf(request) }),
    })),
    new WebSocketServer({ server, path: gateway.graphqlEndpoint }),
  );
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://localhost:${String(typeof address === 'object' && address !== null ? address.port : port)}/graphql`,
    async close() {
      await sockets.dispose();
      server.close();
      server.closeAllConnections();
      await gateway.dispose();
    },
  };
}

/** @param {import('node:http').IncomingMessage} request */
function headersOf({ headersDistinct }) {
  return Object.entries(headersDistinct).map(
    ([name, values = []]) => /** @type {[string, string]} */ ([name, values.join(', ')]),
  );
}
