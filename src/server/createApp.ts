import type { FastifyInstance } from 'fastify';
import { addCors } from './access/addCors.js';
import { type AdmissionOptions, createAdmission } from './access/createAdmission.js';
import { createSecretCheck } from './access/createSecretCheck.js';
import { type GraphQLRouteOptions, graphqlRoutes } from './graphql/graphqlRoutes.js';
import { createHttpServer } from './http/createHttpServer.js';
import { DocumentCheck } from './limits/DocumentCheck.js';
import { createSubscriptions } from './live/createSubscriptions.js';
import type { OpenSubscriptions } from './live/OpenSubscriptions.js';
import type { Logger } from './observability/createLogger.js';
import type { Metrics } from './observability/Metrics.js';
import { explorerMethods, explorerRoutes } from './pages/explorerRoutes.js';
import { probeMethods, probes } from './probes/probes.js';
import type { Config } from './settings/config.js';

/** What the HTTP server is made of. */
export interface AppOptions extends Omit<
  GraphQLRouteOptions,
  'settings' | 'admission' | 'documents' | 'answerWithEvents'
> {
  readonly settings: Pick<
    Config,
    'isProduction' | 'routerSecrets' | 'maxBodyBytes' | 'corsOrigins' | 'operationLimitCalls' | 'scanLimitCalls'
  >;
  readonly checkToken: AdmissionOptions['checkToken'];
  /** Counts open subscriptions; null where they are turned off. */
  readonly subscriptions: OpenSubscriptions | null;
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
  const isSecretAsked = routerSecrets.length > 0;
  const admission = createAdmission({ checkSecret: isSecretAsked ? checkSecret : null, checkToken });
  await addCors(app, { origins: settings.corsOrigins, isProduction, log });
  const documents = new DocumentCheck();
  const subscriptions =
    options.subscriptions &&
    createSubscriptions({
      ...options,
      ...settings,
      isSecretAsked,
      callLimits: settings,
      sources: options.runner.sources,
      documents,
      open: options.subscriptions,
    });
  const answerWithEvents = subscriptions?.answerWithEvents ?? null;
  await app.register(graphqlRoutes, { ...options, admission, documents, answerWithEvents });
  subscriptions?.serveWebSockets(app.server, admission);
  await app.register(explorerRoutes, { isProduction });
  await app.register(probes, { readiness, metrics, checkSecret: isProduction ? checkSecret : null });
  return app;
}
