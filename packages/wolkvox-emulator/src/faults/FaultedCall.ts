import { type Answer, refusalAnswer } from '../Answer.js';
import { moduleOf } from '../endpoints/customModules.js';
import type { Endpoint, VendorCall } from '../endpoints/Endpoint.js';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../Json.js';
import { Refusal } from '../Refusal.js';
import type { Reply } from '../Reply.js';
import type { Tenant } from '../Tenant.js';
import { alterAnswer, type FaultMaterial } from './alterAnswer.js';
import { alterReply } from './alterReply.js';
import { commitsByDefault, type ConnectionFault, isAnswerFault, isConnectionFault, isReplyFault } from './Fault.js';
import type { FaultRule } from './FaultRule.js';

const rowsOf = (answer: Answer): readonly Json[] => {
  const data = isJsonObject(answer.body) ? answer.body['data'] : answer.body;
  return isJsonArray(data) ? data : [];
};

/** One call that a rule of the fault script meets: whether its write is stored, and what is said instead. */
export class FaultedCall {
  constructor(
    private readonly rule: FaultRule,
    private readonly endpoint: Endpoint,
    private readonly call: VendorCall,
    private readonly tenant: Tenant,
  ) {}

  /** Milliseconds to wait before anything is sent. */
  get waitMs(): number {
    const { fault, delayMs } = this.rule;
    return (delayMs ?? 0) + (fault.type === 'delay' ? fault.ms : 0);
  }

  /** The fault, where it is one of the connection. */
  get connectionFault(): ConnectionFault | undefined {
    return isConnectionFault(this.rule.fault) ? this.rule.fault : undefined;
  }

  /**
   * The answer under the fault. A write runs now, later or not at all, as the rule says; where it has not run, what is
   * left of the answer is an error of the server: the emulator never claims a write that it has not stored.
   */
  answer(run: () => Answer): Answer {
    const { fault } = this.rule;
    const answer = this.#isRunNow() ? run() : this.#serverError();
    if (!this.#isRunNow() && this.rule.commitAfterMs !== undefined) setTimeout(run, this.rule.commitAfterMs).unref();
    return isAnswerFault(fault) ? alterAnswer(fault, answer, this.#material()) : answer;
  }

  reply(reply: Reply): Reply {
    const { fault } = this.rule;
    return isReplyFault(fault) ? alterReply(fault, reply) : reply;
  }

  /** The answer with other records in the place of its own. */
  otherAnswer(answer: Answer): Answer {
    return alterAnswer({ type: 'wrongRecord' }, answer, this.#material());
  }

  #isRunNow(): boolean {
    const { commit, commitAfterMs, fault } = this.rule;
    if (this.endpoint.kind === 'read') return true;
    return commitAfterMs === undefined && (commit ?? commitsByDefault(fault));
  }

  #serverError(): Answer {
    return refusalAnswer(new Refusal('serverError'), this.endpoint.codeType, this.tenant.settings);
  }

  #material(): FaultMaterial {
    return {
      codeType: this.endpoint.codeType,
      language: this.tenant.settings.errorLanguage,
      otherRows: (count, rows) => this.#otherRows(count, rows),
      rowsAfter: (count) => this.#rowsAfter(count),
    };
  }

  #otherRows(count: number, rows: readonly Json[]): JsonObject[] {
    const module = moduleOf(this.endpoint.name, this.call.body) ?? '';
    const shown = new Set(rows.map((row) => (isJsonObject(row) ? row['wolkvox_id'] : undefined)));
    const records = this.tenant.store.table(module)?.records() ?? [];
    return records
      .filter((record) => !shown.has(record.id))
      .slice(0, count)
      .map((record) => record.document);
  }

  /** Asks the endpoint for the following page; where that is empty, other records have to do. */
  #rowsAfter(count: number): readonly Json[] {
    const { body } = this.call;
    const next = { ...body, page: Number(body['page'] ?? 1) + 1 };
    const following = rowsOf(this.endpoint.handle({ ...this.call, body: next }, this.tenant));
    return following.length > 0 ? following.slice(0, count) : this.#otherRows(count, []);
  }
}
