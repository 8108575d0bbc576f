import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { GraphQLRequest } from '../request/readGraphQLRequest.js';
import type { SentAnswer } from './SentAnswer.js';
import type { ServerContext } from './ServerContext.js';

/** Has the engine run an operation. */
export async function executeRequest(
  graphql: ApolloServer<ServerContext>,
  operation: GraphQLRequest,
  context: ServerContext,
): Promise<SentAnswer> {
  const { status, headers, body } = await graphql.executeHTTPGraphQLRequest({
    // However it came: what the engine looks at has been checked, and its guard against forms needs a media type.
    httpGraphQLRequest: {
      method: 'POST',
      headers: new HeaderMap([
        ['content-type', 'application/json'],
        ['accept', context.mediaType],
      ]),
      search: '',
      body: operation,
    },
    context: () => Promise.resolve(context),
  });
  if (body.kind !== 'complete') throw new Error('an answer came in parts');
  return { status: status ?? 200, headers: Object.fromEntries(headers), body: body.string };
}
