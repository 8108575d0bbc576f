/** More than this, and a cursor would get too long. */
const mostRemembered = 100;

/**
 * What a cursor has of it: whether every record was remembered that may come again, and the number of a scan and the
 * anchor of a record in turn. Null where there were too many.
 */
export type ShownParts = readonly [isWhole: boolean, ...(number | string)[]] | null;

/** Of a list of which nothing was remembered. */
export const nothingRemembered = [false] as const satisfies ShownParts;

/**
 * The records of a list made of several scans that were shown from one of them and may come again from another one, which
 * finds them as well. Where the CRM lists in no order, nothing else tells that they were shown.
 */
export class ShownElsewhere {
  readonly #expected = new Map<number, Set<string>>();
  #isWhole: boolean;
  #areTooMany = false;

  /** `parts` as a cursor has them; by default those of a list from its start. */
  constructor(parts: ShownParts = [true]) {
    this.#areTooMany = parts === null;
    const [isWhole, ...rest] = parts ?? nothingRemembered;
    this.#isWhole = isWhole;
    for (let at = 0; at + 1 < rest.length; at += 2) this.expect(Number(rest[at]), String(rest[at + 1]));
  }

  /** A record was shown and may come again from a scan. */
  expect(scan: number, anchor: string): void {
    const anchors = this.#expected.get(scan) ?? new Set<string>();
    this.#expected.set(scan, anchors.add(anchor));
    this.#areTooMany ||= [...this.#expected.values()].reduce((sum, { size }) => sum + size, 0) > mostRemembered;
  }

  /** A record was shown and is not remembered, because no other scan is thought to have it. */
  leaveOut(): void {
    this.#isWhole = false;
  }

  /** Whether a scan's record was shown from another one. `isNamed`: it shows the value that the scan searches by. */
  tell(scan: number, anchor: string, isNamed: boolean): 'yes' | 'no' | 'perhaps' {
    if (this.#expected.get(scan)?.has(anchor) === true) return 'yes';
    // Left out are only those that do not show the values of other scans.
    return !this.#areTooMany && (this.#isWhole || isNamed) ? 'no' : 'perhaps';
  }

  /** The record came from the scan; it will not come from it again. */
  onCome(scan: number, anchor: string): void {
    this.#expected.get(scan)?.delete(anchor);
  }

  /** For a cursor. `isEnded` tells of which scans nothing more can come. */
  toParts(isEnded: (scan: number) => boolean): ShownParts {
    if (this.#areTooMany) return null;
    const expected = [...this.#expected].filter(([scan]) => !isEnded(scan));
    return [this.#isWhole, ...expected.flatMap(([scan, anchors]) => [...anchors].flatMap((anchor) => [scan, anchor]))];
  }
}
