import type { CallContext } from '../model/CallContext.js';
import type { Clock } from '../model/Clock.js';
import { Fault } from '../model/Fault.js';
import { JournalUnavailable, type JournalEntry, type JournalStore } from '../store/JournalStore.js';
import { StoreUnavailable } from '../store/StoreUnavailable.js';
import type { WriteVerdict } from '../wolkvox/WolkvoxClient.js';
import type { RecoveryEvidence } from './journal/RecoveryEvidence.js';
import type { JournalCipher } from './journal/JournalCipher.js';
import type { Reconciler, Reconciliation } from './recovery/Reconciler.js';
import { RecordLocks } from './RecordLocks.js';
import { refusalOf, refusalOfAnswer } from './refusalOf.js';
import { withDeadline } from './withDeadline.js';
import type { WriteEffect } from '../model/WriteEffect.js';
import type { WriteJob } from './WriteJob.js';
import type { WriteListener, WrittenRecord } from './WriteListener.js';
import type { WriteJournal } from './journal/WriteJournal.js';
import type { WriteResult } from './Writer.js';
import { applied, asReplay, rejected, replayed, unknown } from './writeResults.js';

/** The write gets less time than its caller, so that what it learns at the last moment is still told in time. */
const answerMarginMs = 300;
/** Looking at once for what was not confirmed is worth a try only with this much time left. */
const readBackMs = 500;
const retryAfterMs = 5000;
const maxTries = 3;

/**
 * Told what a write may have changed in the CRM, once it may have and again when it certainly has. Nobody hears of the
 * write before this is done; rejects with `StoreUnavailable` where other processes could not be told.
 */
export type OnWritten = (effect: WriteEffect) => void | Promise<void>;

export interface WriteOnceOptions {
  readonly store: JournalStore;
  readonly journal: WriteJournal;
  readonly reconciler: Reconciler;
  readonly clock: Clock;
  readonly cipher: () => Promise<JournalCipher>;
  /** How long a key is remembered: for so long a journal that was begun anew may lack some. */
  readonly retentionMs: number;
  readonly onWritten: OnWritten;
  readonly listener: WriteListener;
}

/** A write on its way: what is wanted, under which key, and until when. */
interface KeyedWrite {
  readonly job: WriteJob;
  readonly key: string;
  readonly inputHash: string;
  /** The marker that a creation under this key carries. */
  readonly marker: string;
  readonly cipher: JournalCipher;
  readonly call: CallContext;
}

/** An attempt that was sent: the entry under which it was, and what to look for if its answer is no use. */
interface Attempt {
  readonly sent: JournalEntry;
  readonly evidence: RecoveryEvidence | null;
}

interface Running {
  readonly inputHash: string;
  readonly result: Promise<WriteResult>;
}

/** Makes a write at most once for its key: every step is in the journal before the next is taken. */
export class WriteOnce {
  readonly #running = new Map<string, Running>();
  readonly #locks: RecordLocks;

  constructor(private readonly options: WriteOnceOptions) {
    this.#locks = new RecordLocks(options.clock);
  }

  /** Rejects with a `Fault` SERVICE_UNAVAILABLE when the journal cannot be used; then nothing was sent. */
  async run(job: WriteJob, call: CallContext): Promise<WriteResult> {
    try {
      if (!this.options.store.isWritable()) throw new JournalUnavailable('The journal cannot be written.');
      const cipher = await this.options.cipher();
      const key = cipher.journalKey(job.mutation, job.intent.idempotencyKey);
      const inputHash = cipher.inputHash(key, job.intent.input);
      const marker = cipher.marker(key);
      const running = this.#running.get(key);
      if (running !== undefined) {
        if (running.inputHash !== inputHash) return rejected('IDEMPOTENCY_KEY_REUSED');
        return asReplay(await this.#inTime(running.result, call, marker));
      }
      return await this.#inTime(this.#begin({ job, key, inputHash, marker, cipher, call }), call, marker);
    } catch (error) {
      if (error instanceof JournalUnavailable) throw new Fault('SERVICE_UNAVAILABLE', { retryAfterMs, cause: error });
      throw error;
    }
  }

  /** Whether a write of this key is under way in this process. */
  isRunning(key: string): boolean {
    return this.#running.has(key);
  }

  /** Resolves when no write is under way any more. */
  async drain(): Promise<void> {
    while (this.#running.size > 0) {
      await Promise.allSettled([...this.#running.values()].map(({ result }) => result));
    }
  }

  #begin(wanted: KeyedWrite): Promise<WriteResult> {
    const { key, inputHash, call } = wanted;
    // A signal of its own: a caller who hangs up does not take back a write.
    const own: CallContext = {
      deadlineAt: call.deadlineAt - answerMarginMs,
      signal: new AbortController().signal,
      onCall: call.onCall,
    };
    const { listener } = this.options;
    const { knownId } = wanted.job;
    listener.begun(knownId);
    const result = this.#write({ ...wanted, call: own }).finally(() => {
      listener.ended(knownId);
      this.#running.delete(key);
    });
    // Who has gone away does not hear of a failure, and nobody else has to.
    result.catch(() => undefined);
    this.#running.set(key, { inputHash, result });
    return result;
  }

  /** Whoever loses a step to somebody else, such as the recovery, looks again at how things stand. */
  async #write(write: KeyedWrite): Promise<WriteResult> {
    for (let tries = 1; tries <= maxTries; tries += 1) {
      const result = await this.#tryToWrite(write);
      if (result !== null) return result;
    }
    return rejected('IDEMPOTENCY_IN_PROGRESS');
  }

  /** Null when a step was lost; then nothing was sent. */
  async #tryToWrite(write: KeyedWrite): Promise<WriteResult | null> {
    const { job, key, inputHash, marker, cipher, call } = write;
    const { journal, reconciler } = this.options;
    let stored = await journal.read(key);
    if (stored !== null) {
      if (stored.inputHash !== inputHash) return rejected('IDEMPOTENCY_KEY_REUSED');
      if (journal.isHeldElsewhere(stored)) return rejected('IDEMPOTENCY_IN_PROGRESS');
      if (stored.state === 'APPLIED') return replayed(stored);
      if (stored.state === 'SENT') {
        stored = await journal.markUnknown(key, stored);
        if (stored === null) return null;
      }
      if (stored.state === 'UNKNOWN') {
        stored = await this.#withEvidence(write, stored);
        if (stored === null) return null;
        const reconciliation = await reconciler.reconcile(key, stored, cipher, call);
        if (reconciliation.kind === 'stillUnknown') return unknown(marker);
        if (reconciliation.kind === 'applied') {
          const { id, caseNumber } = reconciliation;
          if (!(await this.#tellWritten(job))) return unknown(marker);
          this.#tellApplied(write, { id, caseNumber });
          return { outcome: 'REPLAYED', id: job.knownId ?? id, caseNumber };
        }
      }
    }
    if (job.knownId === null) return this.#attempt(write, stored);
    const release = await this.#locks.acquire(job.knownId, call.deadlineAt);
    if (release === null) {
      const fault = new Fault('OVERLOADED', { retryAfterMs });
      return rejected(refusalOf(fault), null, fault);
    }
    try {
      return await this.#attempt(write, stored);
    } finally {
      release();
    }
  }

  /** The entry with evidence that can be read: who asks again brings along what another token has sealed. */
  async #withEvidence({ job, key, marker, cipher }: KeyedWrite, entry: JournalEntry): Promise<JournalEntry | null> {
    if (entry.evidence !== null && cipher.unseal(entry.evidence) !== null) return entry;
    const evidence = job.evidence(marker, cipher);
    return evidence === null ? entry : this.options.journal.renewEvidence(key, entry, cipher.seal(evidence));
  }

  /** Takes the key and makes the write; null when a step was lost. */
  async #attempt(write: KeyedWrite, stored: JournalEntry | null): Promise<WriteResult | null> {
    const { job, key, inputHash, marker, cipher, call } = write;
    const { journal } = this.options;
    const evidence = job.evidence(marker, cipher);
    // What this journal has seen sent is in it.
    const isNew = stored === null || stored.sentAt === null;
    const mayBeForgotten = isNew && evidence !== null && (await this.#mayBeForgotten(evidence));
    const isReady = job.check === null && !mayBeForgotten;
    const attempt = {
      state: isReady ? ('SENT' as const) : ('RESERVED' as const),
      inputHash,
      evidence: evidence === null ? null : cipher.seal(evidence),
      heldUntil: Math.max(0, Math.ceil(call.deadlineAt)),
    };
    const reserved = await journal.reserve(key, stored, attempt);
    if (reserved === null) return null;
    if (mayBeForgotten) {
      const result = await this.#findForgotten(write, reserved, evidence);
      if (result !== null) return result;
    }
    if (job.check !== null) {
      const refusal = await this.#check(job.check, call);
      if (refusal !== null) {
        await journal.reject(key, reserved);
        return refusal;
      }
    }
    const sent = isReady ? reserved : await journal.markSent(key, reserved);
    if (sent === null) return null;
    return this.#conclude(write, { sent, evidence }, await this.#send(write));
  }

  /** Whether the key may have been used in a journal that was lost, and its record would carry the key's marker. */
  async #mayBeForgotten(evidence: RecoveryEvidence): Promise<boolean> {
    if (!('marker' in evidence)) return false;
    const { store, clock, retentionMs } = this.options;
    const bornAt = await store.bornAt();
    return bornAt !== null && clock.now() - bornAt < retentionMs;
  }

  /** Looks for the record of a key that a lost journal may have known. Null where there is none: the write may be made. */
  async #findForgotten(
    { key, marker, cipher, call }: KeyedWrite,
    reserved: JournalEntry,
    evidence: RecoveryEvidence,
  ): Promise<WriteResult | null> {
    const { journal, reconciler } = this.options;
    const look = await reconciler.findForgotten(key, reserved, evidence, cipher, call);
    switch (look.kind) {
      case 'notApplied':
        return null;
      case 'applied':
        return asReplay(applied(look));
      case 'stillUnknown':
        if (look.because === 'unreadable') {
          await journal.reject(key, reserved);
          return rejected('UPSTREAM_UNAVAILABLE');
        }
        await journal.markUnknown(key, reserved);
        return unknown(marker);
    }
  }

  async #check(check: NonNullable<WriteJob['check']>, call: CallContext): Promise<WriteResult | null> {
    try {
      const refusal = await check({ ...call, isStepOfWrite: true });
      return refusal === null ? null : rejected(refusal);
    } catch (error) {
      if (error instanceof Fault) return rejected(refusalOf(error), null, error);
      throw error;
    }
  }

  async #send({ job, marker, call }: KeyedWrite): Promise<WriteVerdict> {
    try {
      return await job.send(marker, call);
    } catch (cause) {
      // The client promises not to reject. If it does, the write may be out there all the same.
      return { kind: 'unknown', fault: new Fault('UPSTREAM_BAD_RESPONSE', { cause }) };
    }
  }

  async #conclude(write: KeyedWrite, attempt: Attempt, verdict: WriteVerdict): Promise<WriteResult> {
    const { sent, evidence } = attempt;
    const { job, key, marker, cipher } = write;
    const { journal } = this.options;
    switch (verdict.kind) {
      case 'notSent':
        await journal.conclude(key, sent, { state: 'REJECTED' });
        return rejected(refusalOf(verdict.fault), null, verdict.fault);
      case 'refused':
        await journal.conclude(key, sent, { state: 'REJECTED' });
        return rejected(refusalOfAnswer(verdict, job.knownId), verdict.upstreamCode, verdict.fault);
      case 'applied': {
        const isTold = await this.#tellWritten(job);
        if (verdict.id === null) return this.#findUnnamed(write, attempt);
        const id = job.knownId ?? verdict.id;
        const { caseNumber } = verdict;
        const binding = job.knownId === null && evidence !== null ? cipher.binding(evidence.kind, id) : null;
        const end = await journal.conclude(key, sent, { state: 'APPLIED', id, caseNumber }, binding);
        // An answer that names the record of another key says as little of this write as one without an id.
        if (end === 'boundToAnother') return this.#findUnnamed(write, attempt);
        if (!isTold) return unknown(marker, new Fault('SERVICE_UNAVAILABLE', { retryAfterMs }));
        this.#tellApplied(write, { id, caseNumber });
        return applied({ id, caseNumber });
      }
      case 'unknown': {
        await this.#tellWritten(job);
        await journal.conclude(key, sent, { state: 'UNKNOWN' });
        const look = await this.#lookAtOnce(write);
        return look?.kind === 'applied' ? applied(look) : unknown(marker, verdict.fault);
      }
    }
  }

  /**
   * The CRM said yes and left the id blank. The same answer has been seen without a record behind it, so where the
   * write leaves something to be recognised by, only finding that makes it certain. Of others the CRM's word is all
   * there is, unless what can be read of them speaks against it: an activity that is not in a list known to show
   * activities, a record that nobody has touched.
   */
  async #findUnnamed(write: KeyedWrite, { sent, evidence }: Attempt): Promise<WriteResult> {
    const { job, key, marker } = write;
    const { journal } = this.options;
    await journal.conclude(key, sent, { state: 'UNKNOWN' });
    const look = await this.#lookAtOnce(write);
    if (look?.kind === 'applied') return applied(look);
    const isMissing = look?.kind === 'notApplied' || (look?.kind === 'stillUnknown' && look.because === 'notThere');
    // A form rule of the CRM may change an own field on the way: what the CRM said and when the record changed agree.
    const isConfirmed = look?.kind === 'stillUnknown' && look.mayBeRules === true;
    const isSilent = evidence !== null && canBeRecognised(evidence) && !isConfirmed;
    if (isMissing || isSilent) return unknown(marker);
    await journal.conclude(key, sent, { state: 'APPLIED', id: job.knownId, caseNumber: null });
    this.#tellApplied(write, { id: job.knownId, caseNumber: null });
    return applied({ id: job.knownId, caseNumber: null });
  }

  /** Null when there is no time to look, or nothing to look at any more. */
  async #lookAtOnce(write: KeyedWrite): Promise<Reconciliation | null> {
    const { job, key, cipher, call } = write;
    if (call.deadlineAt - this.options.clock.now() < readBackMs) return null;
    try {
      const entry = await this.options.journal.read(key);
      if (entry?.state !== 'UNKNOWN') return null;
      const look = await this.options.reconciler.reconcile(key, entry, cipher, call);
      // The CRM may have written it after others read, and after they were told that what they had read is old.
      if (look.kind !== 'applied') return look;
      if (!(await this.#tellWritten(job))) return null;
      this.#tellApplied(write, look);
      return look;
    } catch (error) {
      if (error instanceof JournalUnavailable) return null;
      throw error;
    }
  }

  /** Whether every process that reads from now on knows of the write. While one does not, nobody is told that it was made. */
  async #tellWritten({ effect }: WriteJob): Promise<boolean> {
    try {
      await this.options.onWritten(effect);
      return true;
    } catch (error) {
      if (error instanceof StoreUnavailable) return false;
      throw error;
    }
  }

  #tellApplied({ job }: KeyedWrite, { id, caseNumber }: WrittenRecord): void {
    this.options.listener.applied(job.effect, { id: job.knownId ?? id, caseNumber });
  }

  /** The result, or UNKNOWN when the caller's time runs out first; the write itself goes on. */
  #inTime(result: Promise<WriteResult>, { deadlineAt }: CallContext, ref: string): Promise<WriteResult> {
    return withDeadline(result, deadlineAt - answerMarginMs / 3, () => unknown(ref), this.options.clock);
  }
}

/** Whether a write would be recognised if it were read. Whether activities can be read at all is documented nowhere. */
function canBeRecognised(evidence: RecoveryEvidence): boolean {
  switch (evidence.kind) {
    case 'createdCase':
    case 'createdContact':
      return true;
    case 'createdActivity':
      return false;
    case 'changedCase':
    case 'changedContact':
      return evidence.expected !== null;
  }
}
