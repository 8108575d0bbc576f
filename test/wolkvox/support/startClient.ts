import type { CallContext } from '../../../src/model/CallContext.js';
import { createWolkvoxClient } from '../../../src/wolkvox/createWolkvoxClient.js';
import type { ClosableWolkvoxClient, WolkvoxClientOptions } from '../../../src/wolkvox/createWolkvoxClient.js';
import type { WolkvoxObserver } from '../../../src/wolkvox/Observer.js';
import { FakeClock } from '../../support/FakeClock.js';
import { FakeTransport } from './FakeTransport.js';
import type { Script } from './FakeTransport.js';

export interface StartedClient {
  readonly client: ClosableWolkvoxClient;
  readonly clock: FakeClock;
  readonly transport: FakeTransport;
  /** What the observer was told, a line each. */
  readonly events: string[];
  /** A call of a new operation. */
  readonly call: (overrides?: Partial<CallContext>) => CallContext;
  /** Endpoints of the attempts that calls were told of. */
  readonly called: string[];
}

/** A client over a scripted transport and a clock that stands still. The daily quota is set, so nobody asks for it. */
export function startClient(script: Script, options: Partial<WolkvoxClientOptions> = {}): StartedClient {
  const clock = new FakeClock();
  const transport = new FakeTransport(script);
  const events: string[] = [];
  const called: string[] = [];
  const observer: WolkvoxObserver = {
    callStarted: ({ endpoint, attempt }) => events.push(`started ${endpoint} ${attempt}`),
    callFinished: ({ endpoint, attempt, outcome, ms }) =>
      events.push(`finished ${endpoint} ${attempt} ${outcome} ${ms}`),
    fieldUnreadable: (endpoint, path) => events.push(`unreadable ${endpoint} ${path}`),
    breakerChanged: ({ endpoint, state }) => events.push(`breaker ${endpoint} ${state}`),
  };
  const client = createWolkvoxClient({
    operation: 'demo',
    token: 'secret-token',
    timeZone: 'America/Bogota',
    transport,
    concurrency: 2,
    requestsPerSecond: null,
    attemptTimeoutMs: 4_000,
    dailyQuota: 100_000,
    writeReserve: { fraction: 0.1 },
    attachmentFormat: 'base64',
    clock,
    random: () => 0.5,
    observer,
    ...options,
  });
  const call = (overrides: Partial<CallContext> = {}): CallContext => ({
    deadlineAt: clock.now() + 10_000,
    signal: new AbortController().signal,
    onCall: (endpoint) => called.push(endpoint),
    ...overrides,
  });
  return { client, clock, transport, events, call, called };
}

/** What a promise has come to: its value, its error, or nothing yet. */
export class Watched<T> {
  value: T | undefined;
  error: unknown;

  constructor(promise: Promise<T>) {
    promise.then(
      (value) => {
        this.value = value;
      },
      (error: unknown) => {
        this.error = error;
      },
    );
  }

  /** The fault's code, "ok", or "waiting". */
  get code(): string {
    if (this.error === undefined) return this.value === undefined ? 'waiting' : 'ok';
    return this.error instanceof Error && 'code' in this.error ? String(this.error.code) : 'not a fault';
  }
}
