import { EndableGenerator } from '../model/EndableGenerator.js';
import type { CaseMatcher, Match } from '../reading/ChangeReader.js';
import type { ToldChange, ChangedCase } from './LiveCases.js';
import type { ChangeLog } from './ChangeLog.js';

export interface CaseSubscriptionOptions {
  readonly log: ChangeLog;
  /** Null for every case. */
  readonly matcher: CaseMatcher | null;
  /** Where to begin; null where what came since cannot be told, which is a gap. */
  readonly position: number | null;
  readonly now: () => number;
  /** Told once, when the subscription has ended. */
  readonly onEnd: () => void;
}

/**
 * One subscriber's way through the log: what matches, in order, each change once. It holds a position and nothing else, so
 * that a slow one costs no memory; one that the log has left behind is told of a gap. Ask for one change at a time.
 */
export class CaseSubscription extends EndableGenerator<ToldChange> {
  #position: number | null;
  #wake: (() => void) | null = null;

  constructor(private readonly options: CaseSubscriptionOptions) {
    super();
    this.#position = options.position;
  }

  async next(): Promise<IteratorResult<ToldChange, undefined>> {
    const { log } = this.options;
    while (!this.hasEnded()) {
      const position: number | null = this.#position;
      const found = position === null ? 'dropped' : log.at(position);
      if (found === 'dropped') return { done: false, value: this.#gap() };
      if (found === null) await this.#more();
      else {
        this.#position = (position ?? 0) + 1;
        const told = await this.#tell(found);
        if (told !== null) return { done: false, value: told };
      }
    }
    return { done: true, value: undefined };
  }

  protected onEnd(): void {
    this.#wake?.();
    this.options.onEnd();
  }

  /** The change as this subscriber is told it; null for one that is none of its own. */
  async #tell(change: ToldChange): Promise<ToldChange | null> {
    if (change.subject === null) return change;
    const match = await this.#match(change.subject);
    if (match === 'false') return null;
    // A change that nobody can hold against the filter may have been one to tell.
    return match === 'true' ? change : { ...change, kind: 'GAP', subject: null };
  }

  async #match({ reference, load }: ChangedCase): Promise<Match> {
    const { matcher } = this.options;
    const byKeys = matcher === null ? 'true' : matcher.matchKeys(reference);
    if (matcher === null || byKeys !== 'unknown') return byKeys;
    try {
      const record = await load();
      return record === null ? 'false' : matcher.match(record);
    } catch {
      // Whoever asks for the list again learns why the CRM cannot be read.
      return 'unknown';
    }
  }

  #gap(): ToldChange {
    const { log, now } = this.options;
    this.#position = log.end;
    return { kind: 'GAP', subject: null, observedAt: new Date(now()), cursor: log.cursorBehind(log.end - 1) };
  }

  async #more(): Promise<void> {
    await new Promise<void>((resolve) => {
      const callOff = this.options.log.onAppend(resolve);
      this.#wake = () => {
        callOff();
        resolve();
      };
    });
    this.#wake = null;
  }
}
