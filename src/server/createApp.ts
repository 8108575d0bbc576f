import type { FastifyInstance } from 'fastify';
import { addCors } from './access/addCors.js';
import { createSecretCheck } from './access/createSecretCheck.js';
import type { Config } from './config.js';
import { addGraphQLRoutes, type GraphQLRouteOptions } from './graphql/addGraphQLRoutes.js';
import { createHttpServer } from './http/createHttpServer.js';
import type { Logger } from './observability/createLogger.js';
import type { Metrics } from './observability/Metrics.js';
import { addProbes, probeMethods } from './probes/addProbes.js';

/** What the HTTP server is made of. */
export interface AppOptions extends Omit<GraphQLRouteOptions, 'settings' | 'checkSecret'> {
  readonly settings: Pick<Config, 'isProduction' | 'routerSecrets' | 'maxBodyBytes' | 'corsOrigins'>;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** In how many milliseconds a request has to have arrived, headers and body. */
  readonly requestTimeoutMs?: number;
}

/** Makes the HTTP server of the contract: `/graphql`, health and metrics. It does not listen yet. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { settings, readiness, metrics, log } = options;
  const { isProduction, maxBodyBytes } = settings;
  const app = createHttpServer({
    methods: { '/graphql': isProduction ? 'POST' : 'GET, POST', ...probeMethods },
    maxBodyBytes: maxBodyBytes.withAttachments,
    requestTimeoutMs: options.requestTimeoutMs,
    isDraining: () => readiness.isDraining,
    metrics,
    log,
  });
  await addCors(app, { origins: settings.corsOrigins, isProduction, log });
  const checkSecret = createSecretCheck(settings.routerSecrets);
  addGraphQLRoutes(app, { ...options, checkSecret: settings.routerSecrets.length > 0 ? checkSecret : null });
  addProbes(app, { readiness, metrics, checkSecret: isProduction ? checkSecret : null });
  return app;
}
