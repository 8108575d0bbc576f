import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { badRequest } from '../errors/badRequest.js';
import { documentLimits } from '../limits/documentLimits.js';
import { bytesOutsideTexts, nestsDeeperThan } from '../limits/jsonNesting.js';
import { tooComplex } from '../limits/tooComplex.js';
import type { BodyLimits } from '../settings/bodyLimits.js';
import { BodyBudget } from './BodyBudget.js';
import { BodyIntake } from './BodyIntake.js';
import { fileContentBytes } from './fileContentBytes.js';
import { type GraphQLRequest, readGraphQLRequest } from './readGraphQLRequest.js';

/** A variable's value stands within the variables, and those within the body. */
const maxNesting = documentLimits.maxNesting + 2;
/** So many of the largest bodies have room in memory at once; two thirds of it for bodies that are not small. */
const largestBodiesAtOnce = 6;

export interface BodyParserOptions {
  readonly limits: BodyLimits;
  readonly schema: GraphQLSchema;
  /** Raised when the process ends. */
  readonly draining: AbortSignal;
}

/**
 * Makes JSON the only kind of body a server takes, and a GraphQL request the only kind of JSON. The larger limit holds
 * while bytes arrive. The ordinary limit holds for the request without the contents of its files.
 */
export function addGraphQLBodyParser(app: FastifyInstance, { limits, schema, draining }: BodyParserOptions): void {
  const budget = new BodyBudget(largestBodiesAtOnce * limits.withAttachments);
  const intake = new BodyIntake({ maxBytes: limits.withAttachments, budget, draining });
  const parseJson = app.getDefaultJsonParser('error', 'error');
  const toJson = (request: FastifyRequest, bytes: Buffer): Promise<unknown> =>
    new Promise((resolve, reject) => {
      void parseJson(request, bytes.toString('utf8'), (error, json: unknown) => {
        if (error) reject(badRequest('BODY'));
        else resolve(json);
      });
    });
  app.addHook('preParsing', (request, reply, payload, done) => {
    intake.admit(request, reply);
    done(null, payload);
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', async (request: FastifyRequest): Promise<GraphQLRequest> => {
    const bytes = await intake.read(request);
    const isLarge = bytes.length > limits.ordinary;
    // Contents of files are texts: what has too much beside its texts need not be parsed.
    if (isLarge && bytesOutsideTexts(bytes) > limits.ordinary) throw badRequest('SIZE');
    if (bytes.length === 0 || !isUtf8(bytes)) throw badRequest('BODY');
    if (nestsDeeperThan(maxNesting, bytes)) throw tooComplex('nesting');
    const graphqlRequest = readGraphQLRequest(await toJson(request, bytes));
    if (isLarge && bytes.length - fileContentBytes(graphqlRequest, schema) > limits.ordinary) throw badRequest('SIZE');
    return graphqlRequest;
  });
}
