import type { Server } from 'node:http';
import type { Admission } from '../access/createAdmission.js';
import { createOriginCheck } from '../access/originCheck.js';
import type { AnswerWithEvents } from '../graphql/graphqlRoutes.js';
import { createErrorLog } from '../observability/createErrorLog.js';
import type { BodyLimits } from '../settings/bodyLimits.js';
import { createEventStreams } from './eventStream.js';
import { SubscriptionStarter, type SubscriptionOptions } from './SubscriptionStarter.js';
import { serveWebSockets } from './WebSockets.js';

export interface SubscriptionsOptions extends Omit<SubscriptionOptions, 'reporting'> {
  readonly corsOrigins: readonly string[];
  readonly maxBodyBytes: BodyLimits;
}

/** Both ways to subscribe. */
export interface Subscriptions {
  readonly answerWithEvents: AnswerWithEvents;
  /** Takes WebSockets on a server. */
  readonly serveWebSockets: (server: Server, admission: Admission) => void;
}

/** Makes what takes subscriptions, over both transports. */
export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { isProduction, sources, readiness, metrics, log, open } = options;
  const starter = new SubscriptionStarter({ ...options, reporting: { isProduction, errorLog: createErrorLog(log) } });
  const { clock } = sources;
  const { draining } = readiness;
  return {
    answerWithEvents: createEventStreams({ starter, clock, draining }),
    serveWebSockets: (server, admission) => {
      serveWebSockets(server, {
        starter,
        admission,
        isAllowedOrigin: createOriginCheck({ origins: options.corsOrigins, isProduction }),
        maxMessageBytes: options.maxBodyBytes.ordinary,
        maxConnections: open.most,
        clock,
        draining,
        metrics,
        log,
      });
    },
  };
}
