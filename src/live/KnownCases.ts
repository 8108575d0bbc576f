import { createHash } from 'node:crypto';
import type { CaseRecord } from '../model/CaseRecord.js';
import { type ListedBy, timeOf } from './PollWindow.js';

/** A case that others created or changed. */
export interface Finding {
  readonly kind: 'CREATED' | 'UPDATED';
  readonly record: CaseRecord;
}

/** What a poll brought. Times are milliseconds since the epoch. */
export interface Listing {
  readonly rows: readonly CaseRecord[];
  readonly listedBy: ListedBy;
  /** When the CRM was asked. */
  readonly askedAt: number;
  /** The beginning of the span that was asked for. */
  readonly from: number;
  /** What is older was there before anybody listened: it is taken note of and not told. */
  readonly toldFrom: number;
}

/** Rows of the two endpoints may differ in what they carry: each is compared with its own kind only. */
type Shape = 'list' | 'search';

interface Version {
  readonly updatedAt: number | null;
  readonly content: Partial<Record<Shape, string>>;
  /** When the CRM was asked for it: what was asked for earlier is not newer. */
  readonly askedAt: number;
}

/** A case that was written here: how it is when the CRM is asked after this time is what has been told already. */
interface OwnWrite {
  readonly writtenAt: number;
}

/** For how long after it was noted an id that no poll lists is kept: the CRM may list a new case a little late. */
const keptMs = 60_000;

/**
 * What is known of cases, and so which observation of a case is news: ids that were listed, and the versions of the cases
 * whose changes are told. Pure: it is told what was observed and says what to tell, each thing once.
 */
export class KnownCases {
  readonly #listed = new Map<string, number>();
  readonly #versions = new Map<string, Version | OwnWrite>();
  /** How many writes of a case are under way here: until they end, nobody can tell their doing from that of others. */
  readonly #underWay = new Map<string, number>();

  /** The news in what a poll brought, in the order in which they happened. `isNamed` tells whose changes are looked for. */
  onListed(listing: Listing, isNamed: (row: CaseRecord) => boolean): readonly Finding[] {
    const { rows, listedBy, askedAt } = listing;
    const findings: Finding[] = [];
    for (const row of rows) {
      const listedAt = this.#listed.get(row.id);
      this.#listed.set(row.id, Math.max(askedAt, listedAt ?? askedAt));
      const isFirst = listedAt === undefined;
      const isKnown = this.#versions.has(row.id);
      const isVersioned = listedBy === 'modification' || (isFirst && isNamed(row));
      const isNewVersion = isVersioned && this.#isNewVersion(row, 'list', askedAt);
      if (isFirst && wasCreatedIn(row, listing)) {
        if (isToldOf(row, listing)) findings.push({ kind: 'CREATED', record: row });
      } else if (isNewVersion || (isFirst && !isKnown && isToldOf(row, listing))) {
        findings.push({ kind: 'UPDATED', record: row });
      }
    }
    return findings.sort(byTime);
  }

  /**
   * The news in one case that was read. `wasAbsent` says that it was looked for before and did not exist. A case that is
   * read for the first time is taken note of.
   */
  onRead(record: CaseRecord, askedAt: number, wasAbsent: boolean): Finding | null {
    if (this.#versions.has(record.id)) {
      return this.#isNewVersion(record, 'search', askedAt) ? { kind: 'UPDATED', record } : null;
    }
    this.#learn(record, 'search', askedAt);
    if (!wasAbsent || this.#listed.has(record.id)) return null;
    this.#listed.set(record.id, askedAt);
    return { kind: 'CREATED', record };
  }

  /** A case was created here. Whether that is news: a poll may have found it before the CRM confirmed it. */
  onOwnCreation(id: string, now: number): boolean {
    const isNews = !this.#listed.has(id);
    this.#listed.set(id, now);
    return isNews;
  }

  /** A case is about to be changed here: what is observed of it meanwhile says nothing. */
  onOwnWriteBegun(id: string): void {
    this.#underWay.set(id, (this.#underWay.get(id) ?? 0) + 1);
  }

  /** Such a change has ended, in whatever way. */
  onOwnWriteEnded(id: string): void {
    const others = (this.#underWay.get(id) ?? 1) - 1;
    if (others > 0) this.#underWay.set(id, others);
    else this.#underWay.delete(id);
  }

  /** A case was written here, and it has been told: how it is from now on is no news. */
  onOwnVersion(id: string, now: number): void {
    this.#versions.set(id, { writtenAt: now });
  }

  /** Whether changes of a case are noticed, so that a change of our own would be noticed too. */
  knowsVersionOf(id: string): boolean {
    return this.#versions.has(id);
  }

  /**
   * Forgets what polls do not list any more, after a poll that was asked at this time. How a case was is forgotten with it
   * where the poll is what changes are noticed by.
   */
  forgetUnlisted(askedAt: number, listedBy: ListedBy): void {
    for (const [id, at] of this.#listed) {
      if (at >= askedAt - keptMs) continue;
      this.#listed.delete(id);
      if (listedBy === 'modification') this.#versions.delete(id);
    }
  }

  /** Forgets how a case was. */
  forgetVersion(id: string): void {
    this.#versions.delete(id);
  }

  #learn(record: CaseRecord, shape: Shape, askedAt: number): void {
    this.#versions.set(record.id, { updatedAt: updatedMs(record), content: { [shape]: digest(record) }, askedAt });
  }

  #isNewVersion(record: CaseRecord, shape: Shape, askedAt: number): boolean {
    if (this.#underWay.has(record.id)) return false;
    const known = this.#versions.get(record.id);
    if (known === undefined || 'writtenAt' in known) {
      if (known === undefined || askedAt >= known.writtenAt) this.#learn(record, shape, askedAt);
      return false;
    }
    if (askedAt < known.askedAt) return false;
    const content = digest(record);
    const updatedAt = updatedMs(record);
    const before = known.content[shape];
    if (updatedAt !== known.updatedAt || (before !== undefined && before !== content)) {
      this.#versions.set(record.id, { updatedAt, content: { [shape]: content }, askedAt });
      return true;
    }
    this.#versions.set(record.id, { updatedAt, content: { ...known.content, [shape]: content }, askedAt });
    return false;
  }
}

function isToldOf(row: CaseRecord, { listedBy, toldFrom }: Listing): boolean {
  const at = timeOf(row, listedBy);
  return at === null || at.getTime() >= toldFrom;
}

/** A row is listed because the case was created in the span, unless its date of creation says that it was changed. */
function wasCreatedIn({ createdAt }: CaseRecord, { listedBy, from }: Listing): boolean {
  return listedBy === 'creation' || createdAt === null || createdAt.getTime() >= from;
}

function byTime(a: Finding, b: Finding): number {
  const difference = happenedAt(a) - happenedAt(b);
  if (difference !== 0) return difference;
  return a.record.id < b.record.id ? -1 : 1;
}

function happenedAt({ kind, record }: Finding): number {
  return timeOf(record, kind === 'CREATED' ? 'creation' : 'modification')?.getTime() ?? Infinity;
}

function updatedMs({ updatedAt }: CaseRecord): number | null {
  return updatedAt?.getTime() ?? null;
}

/** What a case holds, but for the addresses of files: nobody promises that they stay. */
function digest(record: CaseRecord): string {
  const text = JSON.stringify(record, (key, value: unknown) => (key === 'url' ? undefined : value));
  return createHash('sha1').update(text).digest('base64');
}
