import type { FastifyInstance } from 'fastify';
import type { Logger } from '../observability/createLogger.js';
import { createOriginCheck, isSameOrigin, type OriginRules } from './originCheck.js';

export interface CorsOptions extends OriginRules {
  readonly log: Logger;
}

const maxAgeSeconds = 600;
/** Origins whose refusal has been told; a caller who makes up more is not worth the memory. */
const maxTold = 100;

/**
 * Lets pages of the allowed origins call from a browser. The refusal of another origin is logged once: the browser tells
 * its user nothing that would help.
 */
export async function addCors(app: FastifyInstance, { origins, isProduction, log }: CorsOptions): Promise<void> {
  const told = new Set<string>();
  const isAllowed = createOriginCheck({ origins, isProduction });
  app.addHook('onRequest', ({ headers: { origin, host } }, _reply, done) => {
    if (origin !== undefined && !isAllowed(origin) && !isSameOrigin(origin, host)) {
      const name = originForLog(origin);
      if (!told.has(name) && told.size < maxTold) {
        told.add(name);
        log.warn({ origin: name, setting: 'CORS_ORIGINS' }, 'CORS: this origin may not call from a browser');
      }
    }
    done();
  });
  if (isProduction && origins.length === 0) return;
  const { default: cors } = await import('@fastify/cors');
  await app.register(cors, {
    origin: (origin, answer) => {
      answer(null, origin !== undefined && isAllowed(origin));
    },
    methods: ['GET', 'POST'],
    exposedHeaders: ['x-request-id', 'retry-after'],
    maxAge: maxAgeSeconds,
    // What is refused here would not be answered in the form of the contract.
    strictPreflight: false,
  });
}

/** A caller can send anything as its origin: only an address without anything else in it is repeated. */
function originForLog(origin: string): string {
  return /^https?:\/\/[\w.:[\]-]{1,100}$/i.test(origin) ? origin : 'not an address';
}
