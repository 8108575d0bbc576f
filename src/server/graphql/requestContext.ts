import { setMaxListeners } from 'node:events';
import type { TenantForms } from '../../forms/TenantForms.js';
import type { Loaders } from '../../loaders/Loaders.js';
import { answered, type CallContext } from '../../model/CallContext.js';
import type { Clock } from '../../model/Clock.js';
import { Fault } from '../../model/Fault.js';
import type { LiveCases } from '../../live/LiveCases.js';
import type { WriteRules } from '../../resolvers/Mutation/WriteRules.js';
import type { PriceOperation } from '../../resolvers/OperationPrice.js';
import type { Writer } from '../../writing/Writer.js';
import type { ServerContext } from './ServerContext.js';

/** What the contexts of all operations have in common. */
export interface ContextSources {
  readonly createLoaders: (call: CallContext) => Loaders;
  readonly writer: Writer;
  readonly writeRules: WriteRules;
  readonly forms: TenantForms | null;
  readonly priceOperation: PriceOperation;
  readonly live: LiveCases | null;
  readonly operationDeadlineMs: number;
  readonly clock: Clock;
}

/** An operation's context and the two ways in which it can end. */
export interface OpenContext {
  readonly context: ServerContext;
  /** The caller is gone: reads stop, writes that were sent go on. */
  readonly abandon: () => void;
  /** The answer is out: the deadline's timer is let go, and what a failure has made useless is not begun. */
  readonly finish: () => void;
}

/**
 * Opens the context of one operation: its deadline runs from now, and at the deadline, when the caller hangs up, or with
 * the answer, the signal that all its reads hang on is aborted.
 */
export function openContext(
  caller: Pick<ServerContext, 'requestId' | 'mediaType' | 'scopes'>,
  sources: ContextSources,
): OpenContext {
  const { clock } = sources;
  const startedAt = clock.now();
  const controller = new AbortController();
  // Every call that waits listens, and a list may make a hundred of them wait; each stops listening when it is done.
  setMaxListeners(0, controller.signal);
  const cancelTimer = clock.setTimer(() => {
    controller.abort(new Fault('UPSTREAM_TIMEOUT'));
  }, sources.operationDeadlineMs);
  const record: ServerContext['record'] = {
    startedAt,
    kind: null,
    name: null,
    upstreamCalls: 0,
    cacheHits: 0,
    isPlanned: false,
    codes: [],
    isAnswered: false,
  };
  const call: CallContext = {
    deadlineAt: startedAt + sources.operationDeadlineMs,
    signal: controller.signal,
    requestId: caller.requestId,
    onCall: () => {
      record.upstreamCalls += 1;
    },
    onCacheHit: () => {
      record.cacheHits += 1;
    },
  };
  return {
    context: {
      ...caller,
      record,
      call,
      loaders: sources.createLoaders(call),
      writer: sources.writer,
      writeRules: sources.writeRules,
      forms: sources.forms,
      priceOperation: sources.priceOperation,
      live: sources.live,
      now: () => clock.now(),
    },
    abandon: () => {
      controller.abort(new Fault('SERVICE_UNAVAILABLE'));
    },
    finish: () => {
      cancelTimer();
      // One search of a list fails, and the others still wait for their turns: nobody would ever see what they find.
      controller.abort(answered);
    },
  };
}
