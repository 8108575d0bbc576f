import { ApolloClient, ApolloLink, HttpLink } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import { socketClient } from '../live/connection';
import { createCache } from './cache';

/** The client of the whole page. `/graphql` is the subgraph or a gateway; the web server leads there. */
export const client = new ApolloClient({
  link: ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(socketClient),
    new HttpLink({ uri: '/graphql' }),
  ),
  cache: createCache(),
  defaultOptions: {
    // A list that failed does not hide the rest of the answer.
    watchQuery: { errorPolicy: 'all', fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' },
    query: { errorPolicy: 'all' },
    mutate: { errorPolicy: 'all' },
  },
});
