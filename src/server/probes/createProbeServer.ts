import type { FastifyInstance } from 'fastify';
import { createHttpServer } from '../http/createHttpServer.js';
import type { Logger } from '../observability/createLogger.js';
import { probeMethods, type ProbeOptions, probes } from './probes.js';

/** The probes take no bodies worth speaking of. */
const maxBodyBytes = 1024;

/** Makes the server of `METRICS_PORT`: the probes alone, without a secret. It does not listen yet. */
export function createProbeServer(
  options: Omit<ProbeOptions, 'checkSecret'> & { readonly log: Logger },
): FastifyInstance {
  const { readiness, metrics, log } = options;
  const app = createHttpServer({
    methods: probeMethods,
    maxBodyBytes,
    isDraining: () => readiness.isDraining,
    metrics,
    log,
  });
  void app.register(probes, { readiness, metrics, checkSecret: null });
  return app;
}
