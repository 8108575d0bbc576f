import type { FastifyInstance } from 'fastify';
import type { Logger } from '../observability/createLogger.js';
import { isLoopback } from '../settings/serverUrl.js';

export interface CorsOptions {
  /** Origins that may call from a browser. */
  readonly origins: readonly string[];
  /** In development Apollo's Sandbox and pages of this machine may call as well. */
  readonly isProduction: boolean;
  readonly log: Logger;
}

const sandboxOrigins = ['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com'];
const maxAgeSeconds = 600;
/** Origins whose refusal has been told; a caller who makes up more is not worth the memory. */
const maxTold = 100;

/**
 * Lets pages of the allowed origins call from a browser. The refusal of another origin is logged once: the browser tells
 * its user nothing that would help.
 */
export async function addCors(app: FastifyInstance, { origins, isProduction, log }: CorsOptions): Promise<void> {
  const allowed = new Set([...origins, ...(isProduction ? [] : sandboxOrigins)]);
  const told = new Set<string>();
  const isAllowed = (origin: string): boolean =>
    allowed.has(origin) || (!isProduction && URL.canParse(origin) && isLoopback(new URL(origin)));
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
  if (isProduction && allowed.size === 0) return;
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

/** Browsers send an origin with a page's own requests too. */
function isSameOrigin(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** A caller can send anything as its origin: only an address without anything else in it is repeated. */
function originForLog(origin: string): string {
  return /^https?:\/\/[\w.:[\]-]{1,100}$/i.test(origin) ? origin : 'not an address';
}
