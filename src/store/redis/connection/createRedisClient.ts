import { Redis } from 'ioredis';
import type { RedisOptions } from './RedisOptions.js';

const connectTimeoutMs = 2000;
const keepAliveMs = 10_000;
const longestReconnectMs = 1000;

/**
 * A client that fails at once while there is no connection, connects again for ever, and sends no command twice: what
 * was not answered may have been done. Connects when `connect` is called.
 */
export function createRedisClient({ url, ca }: RedisOptions): Redis {
  return new Redis(url.href, {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    connectTimeout: connectTimeoutMs,
    keepAlive: keepAliveMs,
    retryStrategy: (times) => Math.min(longestReconnectMs, 50 * 2 ** Math.min(times, 5)),
    // A server that is still loading its file is not there yet; the client would wait for it on its own account.
    maxLoadingRetryTime: longestReconnectMs,
    ...(ca !== null && { tls: { ca } }),
  });
}
