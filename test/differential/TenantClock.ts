const halfHourMs = 1_800_000;

/** What a tenant's clock on the wall shows, by the time zones of the engine itself. */
export class TenantClock {
  readonly #format: Intl.DateTimeFormat;

  constructor(readonly zone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  }

  /** `YYYY-MM-DD HH:MM:SS`. */
  show(instantMs: number): string {
    const parts = new Map(this.#format.formatToParts(instantMs).map(({ type, value }) => [type, value]));
    const [year, month, day, hour, minute, second] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map(
      (type) => parts.get(type as Intl.DateTimeFormatPartTypes) ?? '',
    );
    return `${year ?? ''}-${month ?? ''}-${day ?? ''} ${hour ?? ''}:${minute ?? ''}:${second ?? ''}`;
  }

  /**
   * The first instant at which the clock shows what it shows at this one: where clocks go back, a text stands for two
   * instants, and the graph documents that it means the earlier one.
   */
  firstShowing(instantMs: number): number {
    const shown = this.show(instantMs);
    let first = instantMs;
    for (let steps = 1; steps <= 4; steps += 1) {
      const earlier = instantMs - steps * halfHourMs;
      if (this.show(earlier) === shown) first = earlier;
    }
    return first;
  }
}
