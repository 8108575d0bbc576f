import type { OpenEntry } from './Journal.js';
import type { Endpoint } from './endpoints/Endpoint.js';
import { Refusal } from './Refusal.js';
import type { Tenant } from './Tenant.js';

/** The emulator's two tokens. */
export interface Tokens {
  readonly internal: string;
  /** Works on the notes endpoint only. */
  readonly external: string;
}

/** A call's place among those being handled; giving it back twice does no harm. */
export interface Slot {
  /** Whether the call is one too many for its token. */
  readonly isOverLimit: boolean;
  release(): void;
}

/** Who may call, and how much: tokens, calls at once, calls per address, calls a day. */
export class Door {
  #inFlight = 0;
  readonly #admitted = new Map<string, number>();
  readonly #arrivals = new Map<string, number[]>();

  constructor(
    private readonly tokens: Tokens,
    private readonly tenant: Tenant,
    private readonly machineNowMs: () => number,
  ) {}

  /** Calls being handled now. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Takes a place at arrival, before the body is read. A call over the limit takes none of its token's places. */
  enter(token: string): Slot {
    this.#inFlight += 1;
    const limit = this.tenant.settings.maxConcurrency;
    const admitted = this.#admitted.get(token) ?? 0;
    const isOverLimit = limit !== null && admitted >= limit;
    if (!isOverLimit) this.#admitted.set(token, admitted + 1);
    let isHeld = true;
    return {
      isOverLimit,
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#inFlight -= 1;
        if (isOverLimit) return;
        const left = (this.#admitted.get(token) ?? 1) - 1;
        if (left > 0) this.#admitted.set(token, left);
        else this.#admitted.delete(token);
      },
    };
  }

  /** Refuses a call without the endpoint's kind of token. */
  checkToken(token: string | undefined, endpoint: Endpoint): void {
    if (token === undefined || token === '') throw new Refusal('noToken');
    if (token !== this.tokens.internal && token !== this.tokens.external) throw new Refusal('badToken');
    if (token !== this.tokens[endpoint.token]) throw new Refusal('wrongTokenType');
  }

  /** Refuses what is too much for the address or the token right now. */
  checkPace(address: string, slot: Slot): void {
    const { ipLimit, ipWindowMs } = this.tenant.settings;
    if (ipLimit !== null) {
      const nowMs = this.machineNowMs();
      const recent = (this.#arrivals.get(address) ?? []).filter((atMs) => atMs > nowMs - ipWindowMs);
      recent.push(nowMs);
      this.#arrivals.set(address, recent);
      if (recent.length > ipLimit) throw new Refusal('ipLimit');
    }
    if (slot.isOverLimit) throw new Refusal('simultaneous');
  }

  /** Counts the call against the day, or refuses it when the day's calls are used up; refused ones do not count. */
  countCall(): void {
    const { dailyQuota } = this.tenant.settings;
    if (dailyQuota !== null && this.tenant.callsToday >= dailyQuota) throw new Refusal('quota');
    this.tenant.callsToday += 1;
  }

  /** Closes the entry and frees the place: the call is over. */
  leave(slot: Slot, entry: OpenEntry): void {
    slot.release();
    entry.finishedAtMs ??= this.machineNowMs();
  }

  /** Forgets the arrivals per address. Calls being handled keep their places. */
  reset(): void {
    this.#arrivals.clear();
  }
}
