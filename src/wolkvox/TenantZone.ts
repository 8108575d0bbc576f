import { IANAZone } from 'luxon';

const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** A zone that changed sides of the date line was set back by a day; by more no clock ever was. */
const longestSetBackMs = 25 * hourMs;
/** Eleven years of days; then the memory starts anew. */
const maxRememberedDays = 4_096;

/**
 * The zone that the tenant's naive times are in. Where clocks go back, a time that comes twice means the earlier
 * instant; where they go forward, a time that never comes means the one as much later as the clocks went forward.
 */
export class TenantZone {
  readonly #zone: IANAZone;
  readonly #offsetsByDay = new Map<number, number>();

  /** Throws a RangeError when there is no such zone. */
  constructor(readonly name: string) {
    if (!IANAZone.isValidZone(name)) throw new RangeError('not an IANA time zone');
    this.#zone = IANAZone.create(name);
  }

  /** The instant of a time on the tenant's clock, given as milliseconds since the epoch had that clock shown UTC. */
  toInstant(wallMs: number): Date {
    const day = Math.floor(wallMs / dayMs);
    const before = this.#offsetOfDay(day - 1);
    const after = this.#offsetOfDay(day + 2);
    // Nearly every day of nearly every zone ends here, with two look-ups in a map.
    if (before === after) return new Date(wallMs - before);
    // Clocks change about then. An offset is right when it holds at the instant that it leads to.
    const [larger, smaller] = before > after ? [before, after] : [after, before];
    for (const offset of [larger, smaller]) {
      if (this.#offsetAt(wallMs - offset) === offset) return new Date(wallMs - offset);
    }
    return new Date(wallMs - before);
  }

  /** What the tenant's clock shows at an instant, as milliseconds since the epoch had that clock shown UTC. */
  toWall(instantMs: number): number {
    return instantMs + this.#offsetAt(instantMs);
  }

  /** `YYYY-MM-DD HH:MM:SS` on the tenant's clock. */
  toText(instant: Date): string {
    return wallText(this.toWall(instant.getTime()));
  }

  /**
   * The earliest and the latest time that the tenant's clock shows from one instant to another, as `toWall` counts them.
   * Where clocks go back in between, that is more than what it shows at the two: the time that comes twice is shown
   * before the first of them, or after the last.
   */
  toWallSpan(fromMs: number, toMs: number): { readonly earliest: number; readonly latest: number } {
    const earliest = this.#setBacksBetween(fromMs, Math.min(toMs, fromMs + longestSetBackMs)).map((at) =>
      this.toWall(at),
    );
    const latest = this.#setBacksBetween(Math.max(fromMs, toMs - longestSetBackMs), toMs).map(
      (at) => at + this.#offsetAt(at - 1),
    );
    return {
      earliest: Math.min(this.toWall(fromMs), this.toWall(toMs), ...earliest),
      latest: Math.max(this.toWall(fromMs), this.toWall(toMs), ...latest),
    };
  }

  /** The first instant after the given one at which the tenant's calendar turns to a new day. */
  nextMidnight(instantMs: number): Date {
    const nextDay = Math.floor(this.toWall(instantMs) / dayMs) + 1;
    return this.toInstant(nextDay * dayMs);
  }

  /** The instants within a stretch of at most a few days from which on clocks show less than just before. */
  #setBacksBetween(fromMs: number, toMs: number): readonly number[] {
    const found: number[] = [];
    for (let start = fromMs; start < toMs; start += hourMs) {
      const end = Math.min(start + hourMs, toMs);
      if (this.#offsetAt(end) < this.#offsetAt(start)) found.push(this.#changeBetween(start, end));
    }
    return found;
  }

  /** The first instant at which the offset is what it is at the end of a stretch. */
  #changeBetween(startMs: number, endMs: number): number {
    const offset = this.#offsetAt(endMs);
    let [before, after] = [startMs, endMs];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.#offsetAt(middle) === offset) after = middle;
      else before = middle;
    }
    return after;
  }

  #offsetOfDay(day: number): number {
    const known = this.#offsetsByDay.get(day);
    if (known !== undefined) return known;
    const offset = this.#offsetAt(day * dayMs);
    if (this.#offsetsByDay.size >= maxRememberedDays) this.#offsetsByDay.clear();
    this.#offsetsByDay.set(day, offset);
    return offset;
  }

  #offsetAt(instantMs: number): number {
    return this.#zone.offset(instantMs) * 60_000;
  }
}

/** `YYYY-MM-DD HH:MM:SS` for a time as `toWall` counts it. */
export function wallText(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 19).replace('T', ' ');
}
