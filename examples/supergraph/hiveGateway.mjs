import { createGatewayRuntime } from '@graphql-hive/gateway';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { tourQuery } from './tourQuery.mjs';

/**
 * Serves a supergraph with Hive Gateway, and its own explorer to browsers at the same address.
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
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://localhost:${String(typeof address === 'object' && address !== null ? address.port : port)}/graphql`,
    async close() {
      server.close();
      server.closeAllConnections();
      await gateway.dispose();
    },
  };
}
