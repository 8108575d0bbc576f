import { setMaxListeners } from 'node:events';

import { TransportFailure } from '../../http/Transport.js';
import type { Transport, TransportResponse } from '../../http/Transport.js';
import type { CallContext } from '../../model/CallContext.js';
import { CallFailure } from '../../model/CallFailure.js';
import type { Clock } from '../../model/Clock.js';
import { Fault } from '../../model/Fault.js';
import { classifyFailure, classifyResponse } from '../classify.js';
import type { Failure, FailureClass, Outcome } from '../classify.js';
import type { Endpoint } from '../endpoints.js';
import type { WolkvoxObserver } from '../Observer.js';
import type { CallLimiter, Permit } from './CallLimiter.js';
import { decideRetry } from './decideRetry.js';
import { type EndpointHealth, EndpointHealthMap } from './EndpointHealth.js';
import { parseRetryAfter } from './parseRetryAfter.js';
import type { RetryBudget } from './RetryBudget.js';
import { toFault } from './toFault.js';
import { CommonRefusal } from './CommonRefusal.js';
import { likelySetting } from './likelySetting.js';
import { waitFor } from './waitFor.js';
import { guarded } from '../guardObserver.js';

export interface CallRunnerOptions {
  readonly transport: Transport;
  /** Headers of every request, the token among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly attemptTimeoutMs: number;
  readonly clock: Clock;
  /** Between 0 and 1, 1 excluded. */
  readonly random: () => number;
  readonly limiter: CallLimiter;
  readonly budget: RetryBudget;
  readonly observer: WolkvoxObserver;
}

/** One request, ready to be sent. */
export interface PreparedCall {
  readonly endpoint: Endpoint;
  /** The module, where the endpoint serves several. */
  readonly module: string | null;
  /** Added to the endpoint's path, with its question mark; mostly empty. */
  readonly query: string;
  readonly body: string;
  /** The page asked for; 1 where there are no pages. */
  readonly page: number;
}

export interface ReadAnswer {
  readonly outcome: Exclude<Outcome, { readonly kind: 'failed' }>;
  /** Attempts sent. */
  readonly calls: number;
}

/** How a write's one attempt ended. */
export type WriteAnswer =
  | { readonly kind: 'notSent'; readonly fault: Fault }
  | {
      readonly kind: 'sent';
      readonly outcome: Outcome;
      readonly fault: Fault | null;
      /** Whether a refusal is about what was sent. Where reads are refused in the same way, it is not. */
      readonly isAboutInput: boolean;
    };

interface Attempt {
  readonly outcome: Outcome;
  readonly mayHaveBeenSent: boolean;
}

/** How long the whole host is left alone after an overload whose answer does not say. */
const defaultPauseMs: Readonly<Partial<Record<FailureClass, number>>> = { rateLimited: 500, simultaneous: 250 };
/** What a write under way is given: a signal that nobody raises. */
const neverAborted = new AbortController().signal;
// As many listen to it as writes are under way.
setMaxListeners(0, neverAborted);

/** How long the CRM may take to notice that an answer was cut short, and so may count its call as under way. */
const noticeMs = 50;

/**
 * Takes calls to the CRM: deadline, breaker, quota, queue, pace, attempt, classification, and for reads another
 * attempt. The order is that of what it costs to be refused.
 */
export class CallRunner {
  readonly #health: EndpointHealthMap;
  readonly #refusals = new CommonRefusal();

  constructor(private readonly options: CallRunnerOptions) {
    this.#health = new EndpointHealthMap(options);
  }

  /** Rejects with a `Fault` when no attempt brought an answer. */
  async read(prepared: PreparedCall, call: CallContext): Promise<ReadAnswer> {
    const { clock, random, budget } = this.options;
    const { breaker } = this.#healthOf(prepared);
    budget.onRequest();
    let failure: Failure | null = null;
    for (let attempt = 1; ; attempt += 1) {
      const admission = await this.#enter(prepared, call);
      // A retry that is not let through ends as the attempt before it did.
      if (admission instanceof Fault) throw failure === null ? admission : this.#fault(prepared, failure);
      const { outcome } = await this.#attempt(prepared, call, attempt, admission);
      if (outcome.kind !== 'failed') return { outcome, calls: attempt };
      failure = outcome.failure;
      const delayMs = decideRetry({
        failureClass: failure.class,
        attempt,
        remainingMs: call.deadlineAt - clock.now(),
        waitMs: this.#waitMs(failure),
        random: random(),
      });
      // An endpoint that has just been given up on would refuse the retry after a pointless wait.
      const isGivenUp =
        delayMs === null || call.isRepeatedAnyway === true || call.signal.aborted || breaker.refusedForMs() > delayMs;
      if (isGivenUp || !budget.tryTake()) throw this.#fault(prepared, failure);
      await waitFor(clock, delayMs, call.signal);
    }
  }

  /** Sends a write at most once. Once it may have left, nobody's impatience stops it. Never rejects. */
  async write(prepared: PreparedCall, call: CallContext): Promise<WriteAnswer> {
    this.options.budget.onRequest();
    const admission = await this.#enter(prepared, call);
    if (admission instanceof Fault) return { kind: 'notSent', fault: admission };
    const { outcome, mayHaveBeenSent } = await this.#attempt(prepared, call, 1, admission);
    const failure = outcome.kind === 'failed' ? outcome.failure : null;
    const fault = failure === null ? null : this.#fault(prepared, failure);
    if (!mayHaveBeenSent) return { kind: 'notSent', fault: fault ?? new Fault('UPSTREAM_UNAVAILABLE') };
    return { kind: 'sent', outcome, fault, isAboutInput: failure === null || !this.#refusals.isCommon(failure) };
  }

  /** Waits for permission; a `Fault` is the refusal of one. */
  async #enter(prepared: PreparedCall, call: CallContext): Promise<Permit | Fault> {
    const { limiter, clock } = this.options;
    const { endpoint } = prepared;
    const lane = endpoint.kind === 'read' && call.isStepOfWrite !== true ? 'read' : 'write';
    const { breaker, isWorthAnAttempt } = this.#healthOf(prepared);
    const early = refusalByBreaker(endpoint, breaker.refusedForMs()) ?? limiter.refusal(lane);
    if (early !== null) return early;
    let permit: Permit;
    try {
      permit = await limiter.enter({
        lane,
        owner: call.owner ?? call,
        deadlineAt: call.deadlineAt,
        signal: call.signal,
      });
    } catch (error) {
      return error instanceof Fault ? error : new Fault('OVERLOADED', { cause: error });
    }
    // An attempt that cannot end in time costs a call of the quota and a turn, and gives nothing.
    const isLate = call.signal.aborted || !isWorthAnAttempt(call.deadlineAt - clock.now());
    const late = isLate
      ? new Fault('UPSTREAM_TIMEOUT', { cause: notCalled(endpoint, 'deadline') })
      : refusalByBreaker(endpoint, breaker.admit());
    if (late === null) return permit;
    permit.end(false);
    return late;
  }

  async #attempt(prepared: PreparedCall, call: CallContext, attempt: number, permit: Permit): Promise<Attempt> {
    const { clock, observer, attemptTimeoutMs } = this.options;
    const endpoint = prepared.endpoint.name;
    const startedAt = clock.now();
    const grantedMs = Math.min(attemptTimeoutMs, call.deadlineAt - startedAt);
    let isCutShort = false;
    let wasSent = true;
    try {
      guarded(call.onCall)(endpoint);
      observer.callStarted({ endpoint, attempt });
      const { outcome, mayHaveBeenSent } = await this.#send(prepared, call, grantedMs);
      const ms = clock.now() - startedAt;
      const failure = outcome.kind === 'failed' ? outcome.failure : null;
      const result = outcome.kind === 'failed' ? outcome.failure.class : outcome.kind;
      observer.callFinished({ endpoint, attempt, outcome: result, ms });
      wasSent = mayHaveBeenSent;
      this.#learn(prepared, failure, { grantedMs, ms });
      isCutShort = mayHaveBeenSent && (failure?.isTooLarge === true || failure?.class === 'timeout');
      return { outcome, mayHaveBeenSent };
    } finally {
      // Only now: what was learnt decides whether the next in line may start.
      const end = (): void => {
        permit.end(wasSent);
      };
      if (isCutShort) clock.setTimer(end, noticeMs);
      else end();
    }
  }

  async #send({ endpoint, query, body, page }: PreparedCall, call: CallContext, timeoutMs: number): Promise<Attempt> {
    const { transport, headers } = this.options;
    let response: TransportResponse;
    try {
      response = await transport.send({
        path: `${endpoint.path}${query}`,
        headers,
        body,
        timeoutMs,
        signal: endpoint.kind === 'read' ? call.signal : neverAborted,
      });
    } catch (error) {
      const failure = error instanceof TransportFailure ? error : new TransportFailure('broken', true, error);
      return {
        outcome: { kind: 'failed', failure: classifyFailure(failure) },
        mayHaveBeenSent: failure.mayHaveBeenSent,
      };
    }
    return { outcome: classifyResponse(response, { variant: endpoint.envelope, page }), mayHaveBeenSent: true };
  }

  /** Lets the breaker, the ledger and the gate draw their conclusions. */
  #learn(
    prepared: PreparedCall,
    failure: Failure | null,
    time: { readonly grantedMs: number; readonly ms: number },
  ): void {
    const { limiter } = this.options;
    const { endpoint } = prepared;
    const { breaker, latency, hadFairChance } = this.#healthOf(prepared);
    const tellsOfHost = endpoint.failuresTellOf === 'host';
    if (tellsOfHost) this.#refusals.onCall(endpoint.kind === 'read' ? 'read' : 'write', failure);
    if (failure === null) {
      breaker.onSuccess();
      latency.record(time.ms);
      if (tellsOfHost) limiter.onAnswered();
      return;
    }
    const waitMs = this.#waitMs(failure);
    if (waitMs !== null && tellsOfHost) limiter.pause(waitMs);
    switch (failure.class) {
      case 'timeout':
        // What the operation's own deadline cut short is not the CRM's illness.
        if (hadFairChance(time.grantedMs)) breaker.onFailure(2);
        else breaker.onNothing();
        return;
      case 'gateway':
      case 'serverError':
      case 'maintenance':
      case 'unreachable':
      case 'broken':
        breaker.onFailure(1);
        return;
      case 'aborted':
        breaker.onNothing();
        return;
      case 'quota':
        if (tellsOfHost) limiter.onSpent();
        breaker.onSuccess();
        return;
      case 'auth':
      case 'simultaneous':
      case 'rateLimited':
      case 'refused':
      case 'badResponse':
        breaker.onSuccess();
    }
  }

  /** How long the host asks to be left alone, in milliseconds; null where it does not. */
  #waitMs(failure: Failure): number | null {
    switch (failure.class) {
      case 'rateLimited':
      case 'simultaneous':
      case 'gateway':
      case 'maintenance':
        return parseRetryAfter(failure.retryAfter, this.options.clock.now()) ?? defaultPauseMs[failure.class] ?? null;
      case 'auth':
      case 'quota':
      case 'serverError':
      case 'refused':
      case 'badResponse':
      case 'timeout':
      case 'unreachable':
      case 'broken':
      case 'aborted':
        return null;
    }
  }

  #fault({ endpoint }: PreparedCall, failure: Failure): Fault {
    return toFault(failure, {
      endpoint: endpoint.name,
      setting: likelySetting(failure, this.#refusals.isCommon(failure)),
      pausedForMs: this.options.limiter.pausedForMs(),
      resetsAt: this.options.limiter.quota().resetsAt,
    });
  }

  #healthOf({ endpoint, module }: PreparedCall): EndpointHealth {
    return this.#health.get(endpoint.name, module);
  }
}

function refusalByBreaker(endpoint: Endpoint, refusedForMs: number): Fault | null {
  if (refusedForMs === 0) return null;
  return new Fault('UPSTREAM_UNAVAILABLE', { retryAfterMs: refusedForMs, cause: notCalled(endpoint, 'breaker') });
}

/** Why a call was not made: for the log, which would otherwise know the code only. */
function notCalled(endpoint: Endpoint, cause: 'breaker' | 'deadline'): CallFailure {
  return new CallFailure({ endpoint: endpoint.name, failure: 'notCalled', cause, status: null });
}
