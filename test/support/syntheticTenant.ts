import fc from 'fast-check';
import type { CaseRecord } from '../../src/model/CaseRecord.js';
import { toCompanyId } from '../../src/model/ids.js';
import type { CaseFilter } from '../../src/model/filters.js';
import { makeCase, makeEmbeddedContact, makeOwner } from './records.js';

const beginning = Date.parse('2026-01-01T00:00:00Z');
const hourMs = 3_600_000;

/** An id as the CRM makes them: the second of creation, then a number. */
export function idAt(createdAt: Date, index: number): string {
  const second = Math.floor(createdAt.getTime() / 1000);
  return second.toString(16).padStart(8, '0') + index.toString(16).padStart(16, '0');
}

/** How the values of a synthetic tenant are spread: for each field, how many values there are and how skewed. */
export interface Spread {
  readonly rows: number;
  readonly seed: number;
  readonly statuses: number;
  readonly types: number;
  readonly owners: number;
  readonly contacts: number;
  readonly hoursBetween: number;
}

export const anySpread = (rows: { readonly min: number; readonly max: number }): fc.Arbitrary<Spread> =>
  fc.record({
    rows: fc.integer(rows),
    seed: fc.nat(),
    statuses: fc.integer({ min: 1, max: 5 }),
    types: fc.integer({ min: 1, max: 4 }),
    owners: fc.integer({ min: 1, max: 12 }),
    contacts: fc.integer({ min: 1, max: 60 }),
    hoursBetween: fc.integer({ min: 1, max: 30 }),
  });

/** Cases in the order of their creation, with values drawn by the spread. */
export function makeTenant(spread: Spread): CaseRecord[] {
  let state = (spread.seed * 2_654_435_761 + 12_345) >>> 0;
  const random = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
  // Skewed, as values are in life: the first ones are the commonest.
  const pick = (count: number): number => Math.floor(random() ** 2 * count);
  let at = beginning;
  return Array.from({ length: spread.rows }, (_, index) => {
    at += Math.floor(random() * spread.hoursBetween * hourMs);
    const createdAt = new Date(Math.floor(at / 1000) * 1000);
    const contact = pick(spread.contacts);
    const isClosed = random() < 0.3;
    return makeCase(idAt(createdAt, index), {
      caseNumber: `PET-${1_000 + index}`,
      sequence: String(1_000 + index),
      status: { name: `status ${pick(spread.statuses)}`, condition: isClosed ? 'CLOSED' : 'OPEN' },
      type: { name: `type ${pick(spread.types)}`, kind: 'CUSTOM' },
      owner: makeOwner(`o${pick(spread.owners)}`),
      contact: makeEmbeddedContact(`c${contact}`, { email: `c${contact}@example.com` }),
      company: random() < 0.5 ? null : { id: toCompanyId(`k${pick(5)}`), name: null, identification: null },
      isReopened: random() < 0.1,
      createdAt,
      updatedAt: random() < 0.5 ? null : new Date(createdAt.getTime() + Math.floor(random() * 100) * hourMs),
      closedAt: isClosed ? new Date(createdAt.getTime() + Math.floor(random() * 100) * hourMs) : null,
    });
  });
}

const arbitraries = {
  id: values((index, rows) => rows[(index * 7) % rows.length]?.id ?? 'none', 30),
  caseNumber: values((index) => `PET-${1_000 + index * 7}`, 30),
  status: values((index) => `status ${index}`, 5),
  type: values((index) => `type ${index}`, 4),
  ownerId: values((index) => `o${index}`, 12),
  contactId: values((index) => `c${index}`, 30),
  companyId: values((index) => `k${index}`, 5),
  isReopened: fc.boolean().map((flag) => () => flag),
  createdAt: anyRange().map((range) => () => range),
  condition: fc.constantFrom('OPEN' as const, 'CLOSED' as const).map((condition) => () => condition),
  updatedAt: anyRange().map((range) => () => range),
  /** A week of changes, which few rows are in: everything has to be read to find them. */
  closedAt: fc.nat({ max: 4_000 }).map((hour) => () => ({ gte: toInstant(hour), lt: toInstant(hour + 168) })),
} as const;
type FilterField = keyof typeof arbitraries;

/** A filter made for the rows of a tenant, so that it can name records that exist. */
export type MakeFilter = (rows: readonly CaseRecord[]) => CaseFilter;

/** Filters of one to four conditions, at least one of which the CRM can search or list by. */
export const anyFilter: fc.Arbitrary<MakeFilter> = filtersOf({
  common: fc.subarray<FilterField>(['status', 'type', 'ownerId', 'companyId', 'isReopened', 'createdAt'], {
    minLength: 1,
    maxLength: 3,
  }),
  others: ['id', 'caseNumber', 'contactId', 'condition', 'updatedAt'],
});

/** Filters of two to four conditions, each of which leaves many rows: reading them takes several pages. */
export const heavyFilter: fc.Arbitrary<MakeFilter> = filtersOf({
  common: fc.subarray<FilterField>(['status', 'type', 'ownerId', 'isReopened', 'createdAt'], {
    minLength: 2,
    maxLength: 3,
  }),
  others: ['closedAt', 'contactId'],
});

function filtersOf(parts: {
  readonly common: fc.Arbitrary<FilterField[]>;
  readonly others: readonly FilterField[];
}): fc.Arbitrary<MakeFilter> {
  const others = fc.oneof(
    { weight: 3, arbitrary: fc.constant<FilterField[]>([]) },
    { weight: 2, arbitrary: fc.subarray([...parts.others], { minLength: 1, maxLength: 1 }) },
  );
  return fc.tuple(parts.common, others).chain(([some, more]) => {
    const fields = [...some, ...more];
    return fc
      .tuple(...fields.map((field): fc.Arbitrary<(rows: readonly CaseRecord[]) => unknown> => arbitraries[field]))
      .map(
        (makers) =>
          (rows: readonly CaseRecord[]): CaseFilter =>
            Object.fromEntries(fields.map((field, index) => [field, makers[index]?.(rows)])),
      );
  });
}

function values(valueAt: (index: number, rows: readonly CaseRecord[]) => string, count: number) {
  // The first values are the commonest in a tenant, so they are in filters.
  const index = fc.nat({ max: count * count - 1 }).map((square) => count - 1 - Math.floor(Math.sqrt(square)));
  const one = index.map((at) => (rows: readonly CaseRecord[]) => ({ eq: valueAt(at, rows) }));
  const several = fc
    .array(index, { minLength: 1, maxLength: 4 })
    .map((all) => (rows: readonly CaseRecord[]) => ({ in: all.map((at) => valueAt(at, rows)) }));
  return fc.oneof({ weight: 3, arbitrary: one }, { weight: 2, arbitrary: several });
}

function toInstant(hour: number): Date {
  return new Date(beginning + hour * hourMs);
}

function anyRange() {
  const hours = fc.integer({ min: 0, max: 4_000 });
  return fc.oneof(
    fc.tuple(hours, hours).map(([from, length]) => ({ gte: toInstant(from), lt: toInstant(from + length + 1) })),
    hours.map((from) => ({ gte: toInstant(from) })),
    hours.map((to) => ({ lt: toInstant(to) })),
  );
}

/** What a filter means, in the plainest words: evaluated on every row, by nothing that the planner uses. */
export function naively(rows: readonly CaseRecord[], filter: CaseFilter): readonly CaseRecord[] {
  return rows.filter((row) => {
    const texts: Readonly<Record<string, string | null | undefined>> = {
      id: row.id,
      caseNumber: row.caseNumber,
      status: row.status?.name,
      type: row.type?.name,
      ownerId: row.owner?.id,
      contactId: row.contact?.id,
      companyId: row.company?.id,
    };
    for (const [field, wanted] of Object.entries(filter) as [string, unknown][]) {
      if (field === 'condition') {
        if (row.status?.condition !== wanted) return false;
      } else if (field === 'isReopened') {
        if (row.isReopened !== wanted) return false;
      } else if (field === 'createdAt' || field === 'updatedAt' || field === 'closedAt') {
        const at = row[field];
        const { gte, lt } = wanted as { gte?: Date; lt?: Date };
        if (at === null || (gte !== undefined && at < gte) || (lt !== undefined && at >= lt)) return false;
      } else {
        const condition = wanted as { eq?: string; in?: readonly string[] };
        const allowed = condition.eq === undefined ? (condition.in ?? []) : [condition.eq];
        if (!allowed.includes(texts[field] ?? '')) return false;
      }
    }
    return true;
  });
}
