import type { Logger } from '../observability/createLogger.js';
import { describeError } from '../observability/describeError.js';
import type { Readiness } from './Readiness.js';

/** One thing to close at the end. */
export interface Closable {
  readonly name: string;
  readonly close: () => Promise<unknown>;
}

export interface ShutdownOptions {
  readonly readiness: Readiness;
  /** Resolves when no operation is under way. */
  readonly idle: () => Promise<void>;
  /** Closed one after the other, once idle. */
  readonly closables: readonly Closable[];
  readonly log: Logger;
  /** What has not finished by then is cut off. */
  readonly limitMs: number;
}

/** What closing everything takes at most, once the operations under way have been answered. */
const closingMs = 3_500;

/** How long an orderly end may take: operations under way have their deadline, and the rest has to be closed. */
export function shutdownLimitMs(operationDeadlineMs: number): number {
  return operationDeadlineMs + closingMs;
}

/**
 * Makes the orderly end: unready at once, new operations refused, those under way finished, then everything closed in
 * order. Resolves with the exit code: 0, or 1 when the time ran out.
 */
export function createShutdown(options: ShutdownOptions): (signal: string) => Promise<number> {
  return async (signal) => {
    const { readiness, log, limitMs } = options;
    readiness.startDraining();
    log.info({ signal }, 'draining');
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<false>((resolve) => {
      timer = setTimeout(resolve, limitMs, false);
    });
    const isDone = await Promise.race([closeAll(options), timeUp]);
    clearTimeout(timer);
    if (isDone) log.info('stopped');
    else log.error('stopped with work unfinished: the time for draining ran out');
    return isDone ? 0 : 1;
  };
}

async function closeAll({ idle, closables, log }: ShutdownOptions): Promise<true> {
  await idle();
  for (const { name, close } of closables) {
    try {
      await close();
    } catch (error) {
      log.error({ part: name, error: describeError(error) }, 'could not be closed');
    }
  }
  return true;
}
