import type { CallContext } from '../../model/CallContext.js';
import type { Clock } from '../../model/Clock.js';
import { isWireObject } from '../decoding/wire.js';
import { endpoints } from '../endpoints.js';
import type { CallRunner } from '../pipeline/CallRunner.js';
import type { CallLimiter } from '../pipeline/CallLimiter.js';
import type { QuotaFigures } from './QuotaFigures.js';

export interface QuotaSeederOptions {
  readonly runner: CallRunner;
  readonly limiter: CallLimiter;
  readonly clock: Clock;
  readonly operation: string;
}

const timeoutMs = 10_000;
/** Asking costs a call, so a refusal to answer is not answered by asking again soon. */
const askAgainMs = 3_600_000;

/** Asks the CRM once for the day's limit where it is not configured, in the background: nobody waits for it. */
export class QuotaSeeder {
  #askedAt = -Infinity;

  constructor(private readonly options: QuotaSeederOptions) {}

  seedOnce(): void {
    const { limiter, clock } = this.options;
    if (!limiter.lacksLimit() || clock.now() - this.#askedAt < askAgainMs) return;
    this.#askedAt = clock.now();
    void this.#seed();
  }

  async #seed(): Promise<void> {
    const { limiter, runner, clock, operation } = this.options;
    await limiter.ready;
    if (!limiter.lacksLimit() || !(await limiter.claimQuestion(askAgainMs))) return;
    let usedWhenAsked = 0;
    const call: CallContext = {
      deadlineAt: clock.now() + timeoutMs,
      signal: new AbortController().signal,
      // What was counted before the question went out, itself left out, is in the figures; others may go out first.
      onCall: () => {
        usedWhenAsked = limiter.quota().used - 1;
      },
    };
    const query = `?operation=${encodeURIComponent(operation)}`;
    try {
      const { outcome } = await runner.read(
        { endpoint: endpoints.tokenInformation, module: null, query, body: '', page: 1 },
        call,
      );
      const figures = outcome.kind === 'answered' ? readFigures(outcome.envelope.data) : null;
      if (figures !== null) limiter.confirm(figures, usedWhenAsked);
    } catch {
      // The count goes on without a limit; `isEstimate` says so.
    }
  }
}

/** The figures of tokenInformation; null when they are not there. */
export function readFigures(data: unknown): QuotaFigures | null {
  // A sister API answers with a list of one.
  const figures: unknown = Array.isArray(data) ? data[0] : data;
  if (!isWireObject(figures)) return null;
  const limit = readCount(figures['token_limit']);
  const used = readCount(figures['token_use_today']);
  if (limit === null || used === null) return null;
  return { limit, used, hoursToReset: readCount(figures['hours_to_restart_count']) };
}

function readCount(value: unknown): number | null {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
