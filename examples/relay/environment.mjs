import runtime from 'relay-runtime';

const { createOperationDescriptor, Environment, fetchQuery, getRequest, Network, RecordSource, Store } = runtime;

/**
 * Relay over this graph: its records have an `id` each, and everything else is part of one.
 *
 * @param {string} url
 */
export function createEnvironment(url) {
  return new Environment({
    network: Network.create(async ({ text }, variables) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
        body: JSON.stringify({ query: text, variables }),
      });
      return /** @type {import('relay-runtime').GraphQLResponse} */ (await response.json());
    }),
    store: new Store(new RecordSource()),
  });
}

/**
 * Asks an operation that the compiler made, and keeps its records.
 *
 * @param {ReturnType<typeof createEnvironment>} environment
 * @param {import('relay-runtime').GraphQLTaggedNode} request the module's default export
 * @param {Record<string, unknown>} variables
 * @returns {Promise<void>}
 */
export async function ask(environment, request, variables) {
  environment.retain(createOperationDescriptor(getRequest(request), variables));
  await fetchQuery(environment, request, variables).toPromise();
}

/**
 * What the store knows of an operation, without asking anybody.
 *
 * @param {ReturnType<typeof createEnvironment>} environment
 * @param {import('relay-runtime').GraphQLTaggedNode} request the module's default export
 * @param {Record<string, unknown>} variables
 * @returns {{ data: unknown, isMissingData: boolean }}
 */
export function readStore(environment, request, variables) {
  const { data, isMissingData } = environment.lookup(
    createOperationDescriptor(getRequest(request), variables).fragment,
  );
  return { data, isMissingData };
}
