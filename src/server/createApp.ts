import type { FastifyInstance } from 'fastify';
import { addCors } from './access/addCors.js';
import { type AdmissionOptions, createAdmission } from './access/createAdmission.js';
import { createSecretCheck } from './access/createSecretCheck.js';
import { type GraphQLRouteOptions, graphqlRoutes } from './graphql/graphqlRoutes.js';
import { createHttpServer } from './http/createHttpServer.js';
import type { Logger } from './observability/createLogger.js';
import type { Metrics } from './observability/Metrics.js';
import { explorerMethods, explorerRoutes } from './pages/explorerRoutes.js';
import { probeMethods, probes } from './probes/probes.js';
import type { Config } from './settings/config.js';

/** What the HTTP server is made of. */
export interface AppOptions extends Omit<GraphQLRouteOptions, 'settings' | 'admit'> {
  readonly settings: Pick<Config, 'isProduction' | 'routerSecrets' | 'maxBodyBytes' | 'corsOrigins'>;
  readonly checkToken: AdmissionOptions['checkToken'];
  readonly metrics: Metrics;
  readonly log: Logger;
  /** In how many milliseconds a request has to have arrived, headers and body. */
  readonly requestTimeoutMs?: number;
}

/** Makes the HTTP server of the contract: `/graphql`, health and metrics, and in development the explorer. It does not listen yet. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { settings, checkToken, readiness, metrics, log } = options;
  const { isProduction, maxBodyBytes, routerSecrets } = settings;
  const app = createHttpServer({
    methods: {
      '/graphql': isProduction ? 'POST' : 'GET, POST',
      ...probeMethods,
      ...explorerMethods(isProduction),
    },
    maxBodyBytes: maxBodyBytes.withAttachments,
    requestTimeoutMs: options.requestTimeoutMs,
    isDraining: () => readiness.isDraining,
    metrics,
    log,
  });
  const checkSecret = createSecretCheck(routerSecrets);
  const admit = createAdmission({ checkSecret: routerSecrets.length > 0 ? checkSecret : null, checkToken });
  await addCors(app, { origins: settings.corsOrigins, isProduction, log });
  await app.register(graphqlRoutes, { ...options, admit });
  await app.register(explorerRoutes, { isProduction });
  await app.register(probes, { readiness, metrics, checkSecret: isProduction ? checkSecret : null });
  return app;
}
