import { RemoteGraphQLDataSource } from '@apollo/gateway';
import { GraphQLError } from 'graphql';

/**
 * @typedef {{ callerHeaders?: import('node:http').IncomingHttpHeaders }} GatewayContext what the gateway keeps of a
 *   caller's request; nothing when the gateway asks on its own behalf
 * @typedef {{ name: string, url?: string | undefined, apq: boolean, subgraphHeaders: import('./subgraphHeaders.mjs').SubgraphHeaders }} Options
 */

/**
 * Apollo Gateway's way to a subgraph, with our policy of headers, and without losing what a refusal says.
 *
 * @extends {RemoteGraphQLDataSource<GatewayContext>}
 */
export class HeaderForwardingDataSource extends RemoteGraphQLDataSource {
  #name;
  #subgraphHeaders;

  /** @param {Options} options */
  constructor({ name, url, apq, subgraphHeaders }) {
    super(url === undefined ? { apq } : { url, apq });
    this.#name = name;
    this.#subgraphHeaders = subgraphHeaders;
  }

  /**
   * @override
   * @param {import('@apollo/gateway').GraphQLDataSourceProcessOptions<GatewayContext>} options
   */
  willSendRequest({ request, context }) {
    const headers = this.#subgraphHeaders(this.#name, (name) => {
      const value = context.callerHeaders?.[name];
      return Array.isArray(value) ? value[0] : value;
    });
    for (const [name, value] of Object.entries(headers)) request.http?.headers.set(name, value);
  }

  /**
   * By itself the gateway makes an error with the subgraph's address and body out of every answer that is not 2xx. The
   * CRM subgraph answers 4xx and 503 with a GraphQL body, whose first error says what to do about it.
   *
   * @override
   * @param {{ status: number, json: () => Promise<unknown> }} response
   */
  async errorFromResponse(response) {
    const error = firstErrorOf(await response.json().catch(() => null));
    if (error !== null) return new GraphQLError(error.message, { extensions: error.extensions ?? {} });
    return new GraphQLError(`The subgraph ${this.#name} answered ${String(response.status)}.`, {
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' },
    });
  }
}

/**
 * @param {unknown} body
 * @returns {import('graphql').GraphQLFormattedError | null}
 */
function firstErrorOf(body) {
  if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors)) return null;
  const error = body.errors[0];
  return typeof error?.message === 'string' ? error : null;
}
