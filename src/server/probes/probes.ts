import type { FastifyPluginCallback } from 'fastify';
import { Refusal } from '../errors/Refusal.js';
import type { Metrics } from '../observability/Metrics.js';
import type { Readiness } from '../process/Readiness.js';

export interface ProbeOptions {
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  /** Whether the `Router-Authorization` header of a request opens the metrics; null where they are open to all. */
  readonly checkSecret: ((given: string | string[] | undefined) => boolean) | null;
}

/** The paths of the probes with the methods that they take. */
export const probeMethods = { '/livez': 'GET, HEAD', '/readyz': 'GET, HEAD', '/metrics': 'GET, HEAD' } as const;

/** The plugin of `/livez`, `/readyz` and `/metrics`. None of them touches the CRM. */
export const probes: FastifyPluginCallback<ProbeOptions> = (app, { readiness, metrics, checkSecret }, done) => {
  app.get('/livez', () => ({ status: 'alive' }));
  app.get('/readyz', (_request, reply) => {
    const { status } = readiness;
    return reply.code(status === 'ready' || status === 'read-only' ? 200 : 503).send({ status });
  });
  app.get('/metrics', async (request, reply) => {
    if (checkSecret && !checkSecret(request.headers['router-authorization'])) throw new Refusal('UNAUTHENTICATED', 401);
    return reply.type(metrics.contentType).send(await metrics.text());
  });
  done();
};
