import type { AccessPath, Scan } from '../planner/AccessPath.js';
import { compareIds, directionOf, isTrusted, type RecordOrder, stepsToTrust } from '../planner/recordOrder.js';
import { BackwardScan } from './BackwardScan.js';
import type { DisjointUnion } from './DisjointUnion.js';
import type { PageLengths } from './PageLengths.js';
import { PagedScan } from './PagedScan.js';
import {
  anchorOf,
  encodeCursor,
  finished,
  noRecord,
  type Place,
  type ResumeToken,
  type ScanPlace,
  unread,
} from './ResumeToken.js';
import type { ScanReader } from './ScanReader.js';
import { nothingRemembered, ShownElsewhere } from './ShownElsewhere.js';
import { isBehind } from './seek.js';

/** The head of one of the scans. */
export interface MergedRow<SearchField extends string, T extends { readonly id: string }> {
  readonly reader: ScanReader<SearchField, T>;
  readonly row: T | null;
}

/** How the lists of a merge are read. */
export interface MergeOptions<SearchField extends string> {
  readonly path: AccessPath<SearchField>;
  readonly resume: ResumeToken | null;
  readonly lengths: PageLengths;
  /** How many rows the CRM said not long ago that a scan has; null when it did not. */
  readonly knownTotal: (scan: Scan<SearchField>) => number | null;
  /** Rows of the CRM's only list to pass over from where reading begins. */
  readonly passOver: number;
  /** The direction in which records have to come, oldest (1) or newest (-1) first; null for the CRM's own. */
  readonly asked: RecordOrder['direction'] | null;
  /** The direction in which the CRM lists; null while nobody knows. */
  readonly crmDirection: RecordOrder['direction'] | null;
}

/**
 * The lists of a path's scans as one, in the order of the records. The CRM publishes no order: it is declared for the
 * tenant or read off the rows. Where its lists keep to none, every row still comes exactly once, each list in the CRM's
 * own order.
 */
export class KWayMerge<SearchField extends string, T extends { readonly id: string }> {
  readonly #options: MergeOptions<SearchField>;
  /** Null for a scan of which everything was read before. */
  #readers: readonly (ScanReader<SearchField, T> | null)[];
  #order: RecordOrder;
  #isDirectionKnown: boolean;
  /** Whether the order asked for waits for the rows to tell the CRM's own. */
  #isUndecided: boolean;
  #isBackward: boolean;
  /** The record behind which the list goes on; null from its start, and where reading stopped before its first record. */
  readonly #resumedBehind: string | null;
  #lastId: string;
  readonly #shown: ShownElsewhere;

  constructor(options: MergeOptions<SearchField>) {
    this.#options = options;
    const { path, resume, asked, crmDirection } = options;
    // Ids are read in the order of their records, so that none is asked for before it is due.
    const isById = path.field === 'id';
    const direction = asked ?? crmDirection ?? 1;
    this.#order = resume?.order ?? { direction, steps: isById ? stepsToTrust : 0 };
    this.#isDirectionKnown = resume !== null || isById || asked !== null || crmDirection !== null;
    this.#isUndecided = asked !== null && resume === null && crmDirection === null && !path.isUnique;
    const isReverse = asked !== null && crmDirection !== null && crmDirection !== asked && !path.isUnique;
    this.#isBackward = resume?.isBackward ?? isReverse;
    this.#lastId = resume?.recordId ?? noRecord;
    this.#shown = new ShownElsewhere(resume?.shownElsewhere);
    this.#resumedBehind = this.#lastId === noRecord ? null : this.#lastId;
    this.#readers = path.scans.map((scan, index) => this.#makeReader(scan, resume?.places[index] ?? null));
  }

  /** The scans that are left. */
  get open(): readonly ScanReader<SearchField, T>[] {
    return this.#readers.filter((reader) => reader !== null);
  }

  get isEnded(): boolean {
    return !this.#isUndecided && this.open.every((reader) => reader.isExhausted && reader.head === undefined);
  }

  /** Whether the order asked for waits for the rows to tell the CRM's own. */
  get isUndecided(): boolean {
    return this.#isUndecided;
  }

  /** Whether the CRM's lists are read from their end. */
  get isBackward(): boolean {
    return this.#isBackward;
  }

  /** The scans that need another page before the next row can be told; of ids no more than are wanted. */
  scansNeedingPage(wanted: number): readonly ScanReader<SearchField, T>[] {
    const exhausted = this.open.filter((reader) => !reader.isExhausted && reader.head === undefined);
    return this.#options.path.field === 'id' ? exhausted.slice(0, Math.max(1, wanted)) : exhausted;
  }

  /** Learns from the rows of a page, in the order in which they are read; whether they contradict the order. */
  learnOrder(ids: readonly string[]): boolean {
    if (ids.length < 2) return false;
    const direction = directionOf(ids);
    if (direction !== null && !this.#isDirectionKnown) {
      this.#order = { ...this.#order, direction };
      this.#isDirectionKnown = true;
    }
    const { steps } = this.#order;
    const isKept = direction === this.#order.direction && steps !== null;
    this.#order = { ...this.#order, steps: isKept ? Math.min(stepsToTrust, steps + ids.length - 1) : null };
    return direction !== this.#order.direction;
  }

  /**
   * Settles how the order asked for is read, once every scan has brought its first page. False where the rows keep to no
   * order.
   */
  decide(): boolean {
    const directions = new Set<RecordOrder['direction'] | null>();
    let steps = 0;
    for (const reader of this.open) {
      const ids = reader.ahead.flatMap((row) => (row === null ? [] : [row.id]));
      if (ids.length < 2) continue;
      directions.add(directionOf(ids));
      steps += ids.length - 1;
    }
    const [crmDirection = this.#order.direction, ...others] = directions;
    if (crmDirection === null || others.length > 0) return false;
    this.#isUndecided = false;
    this.#order = { ...this.#order, steps: Math.min(stepsToTrust, steps) };
    if (crmDirection === this.#order.direction) return true;
    this.#isBackward = true;
    this.#readers = this.open.map((reader) =>
      reader instanceof PagedScan ? this.#makeBackward(reader.scan, null, reader) : reader,
    );
    return true;
  }

  /** The next row of all; undefined while some list that could hold it has to be read on, and at the end. */
  next(): MergedRow<SearchField, T> | undefined {
    let best: MergedRow<SearchField, T> | undefined;
    for (const reader of this.open) {
      const { head } = reader;
      if (head === undefined) {
        if (reader.isExhausted) continue;
        // Ids stand in the order of their records: what has to be read on comes after what was found so far.
        if (this.#options.path.field === 'id' && best !== undefined) break;
        return undefined;
      }
      if (best === undefined || this.#isBefore(head, best.row)) best = { reader, row: head };
    }
    return best;
  }

  /** Consumes a row that `next` returned. */
  take({ reader, row }: MergedRow<SearchField, T>): void {
    // From here on the direction is what rows were merged by, whatever later pages show.
    this.#isDirectionKnown = true;
    this.#consume(reader);
    if (row !== null) this.#lastId = row.id;
  }

  /** Consumes a row that is not to be shown again. */
  pass({ reader }: MergedRow<SearchField, T>): void {
    this.#consume(reader);
  }

  /** A row that was taken is an item. `mayHave` tells of the other scans whether they may have its record as well. */
  noteItem({ reader, row }: MergedRow<SearchField, T>, mayHave: (scan: Scan<SearchField>) => boolean): void {
    this.#readers.forEach((other, index) => {
      if (row === null || other === null || other === reader) return;
      if (mayHave(other.scan)) this.#shown.expect(index, anchorOf(row.id));
      else this.#shown.leaveOut();
    });
  }

  /** Consumes everything that was read. */
  passAll(): void {
    for (const reader of this.open) while (reader.head !== undefined) this.#consume(reader);
  }

  /**
   * Whether a row was shown on an earlier page: in a list made of several, a record may move from one of them to
   * another one, or be on both unless they are disjoint. `perhaps` while too few rows have told their order, and where
   * they keep to none and there were too many records to remember.
   */
  wasShown(
    { row, reader }: MergedRow<SearchField, T>,
    union: Pick<DisjointUnion<SearchField, T>, 'isCertain' | 'isNamed'>,
  ): 'yes' | 'no' | 'perhaps' {
    if (row === null || this.#resumedBehind === null || this.#readers.length === 1) return 'no';
    if (row.id === this.#resumedBehind) return 'yes';
    const told = this.#shown.tell(this.#readers.indexOf(reader), anchorOf(row.id), union.isNamed(row, reader.scan));
    if (told === 'yes') return told;
    if (this.#order.steps === null) return union.isCertain ? 'no' : told;
    if (isBehind(row.id, this.#resumedBehind, this.#order)) return 'no';
    return isTrusted(this.#order) ? 'yes' : 'perhaps';
  }

  /** A cursor behind everything consumed. */
  cursor(list: string): string {
    return encodeCursor(this.token(list));
  }

  /** What the cursor holds, for when somebody asks for it. */
  token(list: string): ResumeToken {
    const isEnded = (reader: ScanReader<SearchField, T> | null | undefined): boolean =>
      reader === null || reader === undefined || (reader.isExhausted && reader.head === undefined);
    const isAlone = this.#readers.length === 1;
    return {
      list,
      field: this.#options.path.field,
      order: this.#order,
      isBackward: this.#isBackward,
      recordId: this.#lastId,
      shownElsewhere: isAlone ? nothingRemembered : this.#shown.toParts((index) => isEnded(this.#readers[index])),
      places: this.#readers.map((reader) => (reader === null || this.#isFinished(reader) ? finished : reader.place)),
    };
  }

  #makeReader(scan: Scan<SearchField>, place: ScanPlace | null): ScanReader<SearchField, T> | null {
    if (place === finished) return null;
    const { resume, lengths, knownTotal, passOver } = this.#options;
    if (this.#isBackward) return this.#makeBackward(scan, place === null || place === unread ? null : place, null);
    const anchor = resume === null ? null : this.#anchorOf(resume);
    const position = this.#isUndecided ? 0 : passOver;
    const start = place === null || place === unread ? { position, anchorId: null } : place;
    return new PagedScan<SearchField, T>(scan, start, anchor, lengths, knownTotal(scan));
  }

  #makeBackward(
    scan: Scan<SearchField>,
    place: Place | null,
    begun: PagedScan<SearchField, T> | null,
  ): BackwardScan<SearchField, T> {
    const { resume, lengths, knownTotal, passOver } = this.#options;
    return new BackwardScan<SearchField, T>(scan, {
      lengths,
      resume: resume === null || place === null ? null : { place, anchor: this.#anchorOf(resume) },
      knownTotal: knownTotal(scan),
      begun,
      passOver,
    });
  }

  #anchorOf({ order, recordId }: ResumeToken) {
    return { order, recordId, isOneOfSeveral: this.#options.path.scans.length > 1 };
  }

  #consume(reader: ScanReader<SearchField, T>): void {
    const { head } = reader;
    if (head !== null && head !== undefined) this.#shown.onCome(this.#readers.indexOf(reader), anchorOf(head.id));
    reader.take();
  }

  /** A record with a value of its own cannot turn up under another one later. */
  #isFinished(reader: ScanReader<SearchField, T>): boolean {
    return this.#options.path.isUnique && reader.isRead && reader.isExhausted && reader.head === undefined;
  }

  /** Rows without an id come at once, in the place the CRM gave them. */
  #isBefore(a: T | null, b: T | null): boolean {
    if (b === null) return false;
    return a === null || compareIds(a.id, b.id) * this.#order.direction < 0;
  }
}
