const repeatAfterMs = 3_600_000;
/** Field paths come over the wire in part; a strange answer must not fill the memory. */
const maxRemembered = 1_000;

/**
 * Tells of a field that could not be read once an hour, not once a row. Fields are read when somebody asks for them; one
 * row of each page is read as a whole, so that a change of the CRM is noticed where nobody asks.
 */
export class DriftReporter {
  readonly #toldAt = new Map<string, number>();
  #pages = 0;

  constructor(
    private readonly now: () => number,
    private readonly tell: (endpoint: string, path: string) => void,
  ) {}

  /** Reads one row of a page as a whole, another one on every page. */
  sample(rows: readonly (object | null)[]): void {
    this.#pages += 1;
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
