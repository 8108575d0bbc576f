import type { CallContext } from '../model/CallContext.js';
import type { WriteEffect } from '../model/WriteEffect.js';
import type { WriteLog } from '../store/WriteLog.js';

/**
 * Lets each operation begin with what other replicas have written until then: it is asked for once, when the operation reads
 * for the first time, and dropped from memory before anything is answered from there.
 */
export class WritesElsewhere {
  readonly #begun = new WeakMap<object, Promise<boolean>>();

  constructor(
    private readonly log: WriteLog,
    private readonly invalidate: (effect: WriteEffect) => void,
  ) {}

  /** The operation's context, once this replica knows what was written before, or cannot know. Never rejects. */
  async begin(call: CallContext): Promise<CallContext> {
    const operation = call.owner ?? call;
    const begun = this.#begun.get(operation) ?? this.#catchUp();
    this.#begun.set(operation, begun);
    return (await begun) ? call : { ...call, owner: operation, mayBeOutdated: true };
  }

  async #catchUp(): Promise<boolean> {
    try {
      for (const effect of await this.log.catchUp()) this.invalidate(effect);
      return true;
    } catch {
      return false;
    }
  }
}
