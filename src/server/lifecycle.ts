import type { Logger } from './observability/createLogger.js';
import { describeError } from './observability/describeError.js';
import type { Readiness } from './Readiness.js';

/** One thing to put away at the end. */
export interface Closable {
  readonly name: string;
  readonly close: () => Promise<unknown>;
}

export interface ShutdownOptions {
  readonly readiness: Readiness;
  /** Resolves when no operation is under way. */
  readonly idle: () => Promise<void>;
  /** Put away one after the other, once idle. */
  readonly closables: readonly Closable[];
  readonly log: Logger;
  /** Whoever has not finished by then is cut off. */
  readonly limitMs: number;
}

/**
 * Makes the orderly end: unready at once, new operations refused, those under way finished, then everything put away in
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
    const isDone = await Promise.race([putAway(options), timeUp]);
    clearTimeout(timer);
    if (isDone) log.info('stopped');
    else log.error('stopped with work unfinished: the time for draining ran out');
    return isDone ? 0 : 1;
  };
}

async function putAway({ idle, closables, log }: ShutdownOptions): Promise<true> {
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

/** Ends the process in order on SIGTERM or SIGINT; a second signal ends it at once. */
export function endOnSignals(shutDown: (signal: string) => Promise<number>): void {
  let isEnding = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isEnding) process.exit(130);
      isEnding = true;
      void shutDown(signal).then((code) => process.exit(code));
    });
  }
}

/** Ends the process in the open on what nobody caught: its state is not known any more. */
export function endOnUncaught(log: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ event, error: describeError(error) }, 'ended by an error that nobody caught');
      process.exit(1);
    });
  }
}
