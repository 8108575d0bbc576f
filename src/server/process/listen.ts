import type { FastifyInstance } from 'fastify';
import { StartFailure } from './StartFailure.js';

/** Where a server shall listen, and the setting that says so. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly setting: 'PORT' | 'METRICS_PORT';
}

/**
 * Listens and resolves with the origin, with the real port and a host that can be asked from here. Rejects with a
 * `StartFailure` when the address cannot be had.
 */
export async function listen(app: FastifyInstance, { host, port, setting }: ListenOptions): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw new StartFailure([reasonFor(error, `${setting} ${port}`)]);
  }
  const address = app.server.address();
  const boundPort = typeof address === 'object' && address ? address.port : port;
  return `http://${reachable(host)}:${boundPort}`;
}

function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function reasonFor(error: unknown, port: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'EADDRINUSE':
      return `${port} is in use by another program`;
    case 'EACCES':
      return `${port} may not be used by this user`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'HOST is not an address of this machine';
    default:
      throw error;
  }
}
