import { describe, expect, test } from '@jest/globals';
import { TenantCapabilities } from '../../../src/reading/capabilities/TenantCapabilities.js';
import { Fault } from '../../../src/model/Fault.js';
import { DateListing, type ListSpan } from '../../../src/reading/executor/DateListing.js';
import type { SourcedPage } from '../../../src/reading/PageReader.js';
import type { CaseRecord } from '../../../src/model/CaseRecord.js';
import { makeCase } from '../../support/records.js';

const at = (text: string): Date => new Date(text);
/** Created on the 1st and changed on the 2nd: found in a span of the 1st only where the CRM lists by creation. */
const changedLater = makeCase('a', {
  createdAt: at('2026-03-01T10:00:00Z'),
  updatedAt: at('2026-03-02T10:00:00Z'),
});
/** Says nothing of the dates by which its span was listed. */
const unchanged = makeCase('b', { createdAt: at('2026-03-01T10:00:00Z'), updatedAt: null });
const wide = { from: at('2026-02-01T00:00:00Z'), to: at('2026-04-01T00:00:00Z') };

function pageOf(rows: readonly CaseRecord[]): SourcedPage<CaseRecord> {
  return {
    rows,
    totalRecords: rows.length,
    isOverfull: false,
    calls: 1,
    fetchedAt: at('2026-03-05T00:00:00Z'),
    freshness: 'LIVE',
  };
}
const byCreation: ListSpan = ({ from, to }) => {
  const { createdAt } = changedLater;
  const isWithin = createdAt !== null && createdAt >= from && createdAt < to;
  return Promise.resolve(pageOf(isWithin ? [changedLater] : []));
};

describe('the date by which the CRM lists a span of time', () => {
  test('is proved by one who pays; who comes meanwhile waits and pays nothing', async () => {
    const dates = new DateListing(new TenantCapabilities({ clock: { now: () => 0 } }));
    dates.notice([changedLater]);
    const calls = await Promise.all([1, 2, 3].map(() => dates.check([unchanged], wide, byCreation)));
    expect(calls).toEqual([1, 0, 0]);
    expect(await dates.check([unchanged], wide, byCreation)).toBe(0);
    expect(dates.isUsable).toBe(true);
  });

  test('is not to be creation where a record is not listed in the minute of its creation', async () => {
    const dates = new DateListing(new TenantCapabilities({ clock: { now: () => 0 } }));
    dates.notice([changedLater]);
    await dates.check([unchanged], wide, () => Promise.resolve(pageOf([])));
    expect(dates.isUsable).toBe(false);
  });

  test('is proved by the record seen last, since others may have been deleted', async () => {
    const dates = new DateListing(new TenantCapabilities({ clock: { now: () => 0 } }));
    const deleted = makeCase('c', {
      createdAt: at('2026-02-10T10:00:00Z'),
      updatedAt: at('2026-02-20T10:00:00Z'),
    });
    dates.notice([deleted]);
    expect(await dates.check([changedLater], wide, byCreation)).toBe(1);
    expect(dates.isUsable).toBe(true);
  });

  test('is proved by the next one where the first one’s time runs out', async () => {
    const dates = new DateListing(new TenantCapabilities({ clock: { now: () => 0 } }));
    dates.notice([changedLater]);
    const late: ListSpan = () => Promise.reject(new Fault('UPSTREAM_TIMEOUT'));
    const outcomes = await Promise.allSettled([
      dates.check([unchanged], wide, late),
      dates.check([unchanged], wide, byCreation),
      dates.check([unchanged], wide, byCreation),
    ]);
    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: { code: 'UPSTREAM_TIMEOUT' } },
      { status: 'fulfilled', value: 1 },
      { status: 'fulfilled', value: 0 },
    ]);
  });
});
