import { IANAZone } from 'luxon';

const dayMs = 86_400_000;
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
    return new Date(this.toWall(instant.getTime())).toISOString().slice(0, 19).replace('T', ' ');
  }

  /** The first instant after the given one at which the tenant's calendar turns to a new day. */
  nextMidnight(instantMs: number): Date {
    const nextDay = Math.floor(this.toWall(instantMs) / dayMs) + 1;
    return this.toInstant(nextDay * dayMs);
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
