import type { CaseMatcher } from '../reading/ChangeReader.js';

/** A case that subscribers named. Times are milliseconds since the epoch. */
export interface WatchedCase {
  readonly key: CaseMatcher['named'][number];
  subscribers: number;
  /** When it was read last; null before it was. */
  readAt: number | null;
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

  /** The cases that somebody names now. */
  get current(): readonly WatchedCase[] {
    return [...this.#byKey.values()].filter(({ subscribers }) => subscribers > 0);
  }

  /**
   * Adds a subscriber's cases, from a position in the log on. Returns those whose changes are not known since `after`;
   * none where that is null.
   */
  add(keys: CaseMatcher['named'], end: number, after: number | null): readonly WatchedCase[] {
    const unknown: WatchedCase[] = [];
    for (const key of keys) {
      const name = nameOf(key);
      const known = this.#byKey.get(name) ?? { key, subscribers: 0, readAt: null, id: null, since: end, leftAt: 0 };
      known.subscribers += 1;
      this.#byKey.set(name, known);
      if (after !== null && after < known.since) unknown.push(known);
    }
    return unknown;
  }

  /** Takes a subscriber's cases off again. */
  remove(keys: CaseMatcher['named'], now: number): void {
    for (const key of keys) {
      const known = this.#byKey.get(nameOf(key));
      if (known === undefined) continue;
      known.subscribers -= 1;
      known.leftAt = now;
    }
  }

  /** Forgets those that nobody has named for a while; returns them. */
  forgetLeft(now: number): readonly WatchedCase[] {
    const left = [...this.#byKey.entries()].filter(([, { subscribers }]) => subscribers === 0);
    const surplus = Math.max(0, this.#byKey.size - maxRemembered);
    const gone = left.filter(([, { leftAt }], index) => index < surplus || now - leftAt >= rememberedMs);
    for (const [name] of gone) this.#byKey.delete(name);
    return gone.map(([, watched]) => watched);
  }

  /** Whether somebody names a case now, or did a little while ago. */
  has(id: string, caseNumber: string | null): boolean {
    return (
      this.#byKey.has(nameOf({ field: 'id', value: id })) ||
      (caseNumber !== null && this.#byKey.has(nameOf({ field: 'caseNumber', value: caseNumber })))
    );
  }
}

function nameOf({ field, value }: CaseMatcher['named'][number]): string {
  return `${field} ${value}`;
}
