const repeatAfterMs = 3_600_000;
/** Field paths come over the wire in part; a strange answer must not fill the memory. */
const maxRemembered = 1_000;

/** Tells of a field that could not be read once an hour, not once a row. */
export class DriftReporter {
  readonly #toldAt = new Map<string, number>();

  constructor(
    private readonly now: () => number,
    private readonly tell: (endpoint: string, path: string) => void,
  ) {}

  onUnreadable(endpoint: string, path: string): void {
    const key = `${endpoint} ${path}`;
    const now = this.now();
    if (now - (this.#toldAt.get(key) ?? -Infinity) < repeatAfterMs) return;
    if (this.#toldAt.size >= maxRemembered) this.#toldAt.clear();
    this.#toldAt.set(key, now);
    this.tell(endpoint, path);
  }
}
