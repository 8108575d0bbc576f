import type { Clock } from '../model/Clock.js';
import type { UpstreamAddress } from '../server/settings/config.js';
import type { Logger } from '../server/observability/createLogger.js';
import type { RedisSettings } from '../server/settings/redisSettings.js';
import { StartFailure } from '../server/process/StartFailure.js';
import { keyOwner, keyPrefix } from '../store/redis/connection/keyPrefix.js';
import { RedisConnection } from '../store/redis/connection/RedisConnection.js';

export interface RedisConnectionParts {
  readonly settings: RedisSettings;
  readonly upstream: Pick<UpstreamAddress, 'baseUrl' | 'operation'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Connects to Redis. A server that is away is waited for in the background; what no waiting mends is a `StartFailure`. */
export async function connectRedis({ settings, upstream, clock, log }: RedisConnectionParts): Promise<RedisConnection> {
  const connection: RedisConnection = new RedisConnection({
    ...settings,
    prefix: keyPrefix(upstream.baseUrl, upstream.operation),
    owner: keyOwner(upstream.baseUrl, upstream.operation),
    clock,
    onChange: (problem) => {
      if (problem !== null) {
        log.error(
          { problem: problem.message },
          'Redis is away: mutations are refused, reads are answered from memory.',
        );
        return;
      }
      log.info('Redis is connected.');
      if (connection.lossRisk !== null) {
        log.error({ problem: connection.lossRisk }, 'Redis may lose what it is given: mutations are refused.');
      }
    },
  });
  const problem = await connection.start();
  if (problem === null) return connection;
  if (!problem.isTemporary) throw new StartFailure([`REDIS_URL: ${problem.message}`]);
  log.error({ problem: problem.message }, 'Redis is away: mutations are refused until it can be reached.');
  return connection;
}
