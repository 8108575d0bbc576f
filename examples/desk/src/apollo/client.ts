import { ApolloClient, HttpLink } from '@apollo/client';
import { createCache } from './cache';

/** The client of the whole page. `/graphql` is the subgraph or a gateway; the web server leads there. */
export const client = new ApolloClient({
  link: new HttpLink({ uri: '/graphql' }),
  cache: createCache(),
  defaultOptions: {
    // A list that failed does not hide the rest of the answer.
    watchQuery: { errorPolicy: 'all', fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' },
    query: { errorPolicy: 'all' },
    mutate: { errorPolicy: 'all' },
  },
});
