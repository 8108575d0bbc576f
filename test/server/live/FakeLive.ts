import { CaseSubscription } from '../../../src/live/CaseSubscription.js';
import { ChangeLog } from '../../../src/live/ChangeLog.js';
import type { LiveCases } from '../../../src/live/LiveCases.js';
import type { CaseRecord } from '../../../src/model/CaseRecord.js';
import { makeCase } from '../../support/records.js';

/** Changes that a test makes up, told through the real log. */
export class FakeLive implements LiveCases {
  readonly log = new ChangeLog('fake', 1_000);
  open = 0;
  /** How often a case that was told was read. */
  loads = 0;

  intervalMs(): number {
    return 5_000;
  }

  subscribe(_filter: unknown, after: string | null): CaseSubscription {
    const position = after === null ? this.log.end : this.log.positionOf(after);
    this.open += 1;
    return new CaseSubscription({
      log: this.log,
      matcher: null,
      position,
      now: () => Date.now(),
      onEnd: () => {
        this.open -= 1;
      },
    });
  }

  /** Tells of a case with this description. */
  tell(id: string, description: string | null = null): void {
    const record = makeCase(id, { description });
    const subject = { reference: { id: record.id, caseNumber: null }, load: () => this.#load(record) };
    this.log.append({ kind: 'UPDATED', subject, observedAt: new Date() });
  }

  #load(record: CaseRecord): Promise<CaseRecord> {
    this.loads += 1;
    return Promise.resolve(record);
  }

  /** Tells of a case that cannot be read. */
  tellUnreadable(id: string, error: Error): void {
    const subject = { reference: { id: makeCase(id).id, caseNumber: null }, load: () => Promise.reject(error) };
    this.log.append({ kind: 'UPDATED', subject, observedAt: new Date() });
  }
}
