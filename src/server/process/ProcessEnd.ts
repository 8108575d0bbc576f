import type { Logger } from '../observability/createLogger.js';
import { describeError } from '../observability/describeError.js';

/** What the end of the process needs of a sink of log lines. */
interface Flushable {
  end(withinMs: number): Promise<void>;
}

/** How long the last log lines may take to be read. */
const flushMs = 1_000;

/**
 * Ends the process: in order on SIGTERM or SIGINT, at once on a second signal, and with 1 on an error that nobody caught,
 * because the state of the process is not known any more. A signal before there is anything to close ends it with 0.
 */
export class ProcessEnd {
  #shutDown: (signal: string) => Promise<number> = () => Promise.resolve(0);
  #isEnding = false;

  constructor(private readonly sinks: readonly Flushable[]) {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (this.#isEnding) process.exit(130);
        this.#isEnding = true;
        void this.#shutDown(signal).then((code) => this.exit(code));
      });
    }
  }

  /** What a signal does from now on; resolves with the exit code. */
  onSignal(shutDown: (signal: string) => Promise<number>): void {
    this.#shutDown = shutDown;
  }

  /** Logs an error that nobody caught, and ends the process. */
  onUncaught(log: Logger): void {
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
      process.on(event, (error: unknown) => {
        log.fatal({ event, error: describeError(error) }, 'Uncaught exception, exiting.');
        void this.exit(1);
      });
    }
  }

  /** Ends the process once the last log lines are written, or nobody reads them. */
  async exit(code: number): Promise<never> {
    await Promise.all(this.sinks.map((sink) => sink.end(flushMs)));
    process.exit(code);
  }
}
