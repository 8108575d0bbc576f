import type { CaseMatcher } from '../reading/ChangeReader.js';
import { Outage } from './Outage.js';

/** A case that subscribers named. Times are milliseconds since the epoch. */
export interface WatchedCase {
  readonly key: CaseMatcher['named'][number];
  subscribers: number;
  /** When it was read last; null before it was. */
  readAt: number | null;
  /** When that was tried last, with success or without. */
  triedAt: number;
  readonly outage: Outage;
  /** Its id; null while it is not known, or there is no such case. */
  id: string | null;
  /** The position in the log from which on its changes are told. */
  readonly since: number;
  /** Since when nobody names it any more. */
  leftAt: number;
}

/** For how long after its last subscriber left a case is remembered, so that one who comes back has missed nothing. */
export const rememberedMs = 600_000;
const maxRemembered = 10_000;

/** The cases whose changes by others are looked for one by one, because subscribers name them. */
export class WatchedCases {
  readonly #byKey = new Map<string, WatchedCase>();
  #named = 0;

  /** How many cases somebody names now. */
  get count(): number {
    return this.#named;
  }

  /** The cases that somebody names now. */
  get current(): readonly WatchedCase[] {
    return [...this.#byKey.values()].filter(({ subscribers }) => subscribers > 0);
  }

  /**
   * Adds a subscriber's cases, from a position in the log on. Whether the changes of all of them are known since `after`,
   * null for a subscriber who wants none from before.
   */
  add(keys: CaseMatcher['named'], end: number, after: number | null): boolean {
    let areKnown = true;
    for (const key of keys) {
      const name = nameOf(key);
      const known = this.#byKey.get(name) ?? newlyWatched(key, end);
      if (known.subscribers === 0) this.#named += 1;
      known.subscribers += 1;
      this.#byKey.set(name, known);
      areKnown &&= after === null || after >= known.since;
    }
    return areKnown;
  }

  /** Takes a subscriber's cases off again. */
  remove(keys: CaseMatcher['named'], now: number): void {
    for (const key of keys) {
      const known = this.#byKey.get(nameOf(key));
      if (known === undefined) continue;
      known.subscribers -= 1;
      if (known.subscribers === 0) this.#named -= 1;
      known.leftAt = now;
    }
  }

  /** Forgets those that nobody has named for a while; returns the ids of cases that are not named otherwise. */
  forgetLeft(now: number): readonly string[] {
    const left = [...this.#byKey.entries()].filter(([, { subscribers }]) => subscribers === 0);
    const surplus = Math.max(0, this.#byKey.size - maxRemembered);
    const gone = left.filter(([, { leftAt }], index) => index < surplus || now - leftAt >= rememberedMs);
    for (const [name] of gone) this.#byKey.delete(name);
    const kept = new Set([...this.#byKey.values()].map(({ id }) => id));
    return gone.flatMap(([, { id }]) => (id === null || kept.has(id) ? [] : [id]));
  }

  /** Whether somebody names a case now, or did a little while ago. */
  has(id: string, caseNumber: string | null): boolean {
    return (
      this.#byKey.has(nameOf({ field: 'id', value: id })) ||
      (caseNumber !== null && this.#byKey.has(nameOf({ field: 'caseNumber', value: caseNumber })))
    );
  }
}

function newlyWatched(key: WatchedCase['key'], since: number): WatchedCase {
  return { key, subscribers: 0, readAt: null, triedAt: -Infinity, outage: new Outage(), id: null, since, leftAt: 0 };
}

function nameOf({ field, value }: CaseMatcher['named'][number]): string {
  return `${field} ${value}`;
}
