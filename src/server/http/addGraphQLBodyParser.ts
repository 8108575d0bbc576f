import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../errors/Refusal.js';
import { documentLimits } from '../limits/documentLimits.js';
import { nestsDeeperThan } from '../limits/jsonNesting.js';
import { tooComplex } from '../limits/tooComplex.js';
import type { BodyLimits } from '../settings/bodyLimits.js';
import { ordinaryBytes } from './measureRequest.js';
import { readGraphQLRequest } from './readGraphQLRequest.js';

/** A variable's value stands within the variables, and those within the body. */
const maxNesting = documentLimits.maxNesting + 2;

/**
 * Makes JSON the only kind of body a server takes, and a GraphQL request the only kind of JSON. The larger limit holds
 * while bytes arrive; a body over the ordinary limit that cannot have attachments is not even parsed.
 */
export function addGraphQLBodyParser(app: FastifyInstance, limits: BodyLimits): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: limits.withAttachments },
    (request, body, done) => {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
      const isLarge = bytes.length > limits.ordinary;
      if (isLarge && !bytes.includes('attachments')) {
        done(tooLarge());
        return;
      }
      if (bytes.length === 0 || !isUtf8(bytes)) {
        done(new Refusal('BAD_REQUEST', 400));
        return;
      }
      if (nestsDeeperThan(maxNesting, bytes)) {
        done(tooComplex('nesting'));
        return;
      }
      void parseJson(request, bytes.toString('utf8'), (error, json: unknown) => {
        if (error) {
          done(new Refusal('BAD_REQUEST', 400));
          return;
        }
        try {
          const graphqlRequest = readGraphQLRequest(json);
          const isTooLarge = isLarge && ordinaryBytes(bytes.length, { ...graphqlRequest }) > limits.ordinary;
          done(isTooLarge ? tooLarge() : null, graphqlRequest);
        } catch (refusal) {
          done(refusal instanceof Error ? refusal : new Refusal('BAD_REQUEST', 400));
        }
      });
    },
  );
}

function tooLarge(): Refusal {
  return new Refusal('BAD_REQUEST', 413);
}
