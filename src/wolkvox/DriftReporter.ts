const repeatAfterMs = 3_600_000;
/** Field paths come over the wire in part; a strange answer must not fill the memory. */
const maxRemembered = 1_000;

/** Of so many pages every one is looked at, then one in so many: reading a row as a whole takes longer than a look-up. */
const firstPages = 100;
const pagesPerSample = 20;

/**
 * Tells of a field that could not be read once an hour, not once a row. Fields are read when somebody asks for them; one
 * row of some pages is read as a whole, so that a change of the CRM is noticed where nobody asks.
 */
export class DriftReporter {
  readonly #toldAt = new Map<string, number>();
  #pages = 0;

  constructor(
    private readonly now: () => number,
    private readonly tell: (endpoint: string, path: string) => void,
  ) {}

  /** Told every page; reads one row of some of them as a whole, each time another one. */
  sample(rows: readonly (object | null)[]): void {
    this.#pages += 1;
    if (this.#pages > firstPages && this.#pages % pagesPerSample !== 0) return;
    const row = rows[this.#pages % Math.max(1, rows.length)];
    for (const field in row ?? {}) Reflect.get(row ?? {}, field);
  }

  onUnreadable(endpoint: string, path: string): void {
    const key = `${endpoint} ${path}`;
    const now = this.now();
    if (now - (this.#toldAt.get(key) ?? -Infinity) < repeatAfterMs) return;
    if (this.#toldAt.size >= maxRemembered) this.#toldAt.clear();
    this.#toldAt.set(key, now);
    this.tell(endpoint, path);
  }
}
