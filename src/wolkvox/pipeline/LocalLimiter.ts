import type { Quota } from '../../model/Quota.js';
import type { CallLane } from '../../store/SharedLimits.js';
import type { QuotaFigures } from '../quota/QuotaFigures.js';
import type { QuotaLedger } from '../quota/QuotaLedger.js';
import type { CallLimiter, Permit, QueueState, Ticket } from './CallLimiter.js';
import type { Gate } from './Gate.js';

/** The limits as one process keeps them for itself: a gate and a ledger. */
export class LocalLimiter implements CallLimiter {
  readonly ready: Promise<void>;

  constructor(
    private readonly gate: Gate,
    private readonly ledger: QuotaLedger,
  ) {
    this.ready = ledger.ready;
  }

  refusal(lane: CallLane) {
    return this.ledger.refusal(lane);
  }

  async enter(ticket: Ticket): Promise<Permit> {
    const { gate, ledger } = this;
    const release = await gate.enter(ticket);
    // In the same go of the event loop as the count: nobody comes between the check and the call.
    const refusal = ledger.refusal(ticket.lane);
    if (refusal !== null) {
      release();
      throw refusal;
    }
    ledger.count();
    return {
      end: (wasSent) => {
        if (!wasSent) ledger.uncount();
        release();
      },
    };
  }

  pause(forMs: number): void {
    this.gate.pause(forMs);
  }

  pausedForMs(): number {
    return this.gate.pausedForMs();
  }

  onSpent(): void {
    this.ledger.onSpent();
  }

  onAnswered(): void {
    this.ledger.onAnswered();
  }

  lacksLimit(): boolean {
    return this.ledger.lacksLimit();
  }

  claimQuestion(): Promise<boolean> {
    return Promise.resolve(true);
  }

  confirm(figures: QuotaFigures, usedWhenAsked: number): void {
    this.ledger.confirm(figures, usedWhenAsked);
  }

  quota(): Quota {
    return this.ledger.quota();
  }

  latestQuota(): Promise<Quota> {
    return Promise.resolve(this.ledger.quota());
  }

  queue(): QueueState {
    return this.gate.queue();
  }

  close(): Promise<void> {
    return this.ledger.close();
  }
}
