import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { QuotaSnapshot, QuotaStore } from '../../../src/store/QuotaStore.js';
import { QuotaLedger } from '../../../src/wolkvox/quota/QuotaLedger.js';
import type { QuotaLedgerOptions } from '../../../src/wolkvox/quota/QuotaLedger.js';
import { readFigures } from '../../../src/wolkvox/quota/QuotaSeeder.js';
import { reservedCalls } from '../../../src/wolkvox/quota/reservedCalls.js';
import { TenantZone } from '../../../src/wolkvox/TenantZone.js';
import { FakeClock } from '../../support/FakeClock.js';
import { propertyRuns } from '../../support/propertyRuns.js';

const zone = new TenantZone('America/Bogota');
/** Ten in the morning in Bogota. */
const morning = Date.UTC(2026, 0, 15, 15);
const midnight = new Date(Date.UTC(2026, 0, 16, 5));

let clock: FakeClock;

beforeEach(() => {
  clock = new FakeClock(morning);
});

class MemoryStore implements QuotaStore {
  saved: QuotaSnapshot[] = [];
  constructor(private readonly first: QuotaSnapshot | null = null) {}
  load(): Promise<QuotaSnapshot | null> {
    return Promise.resolve(this.first);
  }
  save(snapshot: QuotaSnapshot): Promise<void> {
    this.saved.push(snapshot);
    return Promise.resolve();
  }
}

function ledgerOf(options: Partial<QuotaLedgerOptions> = {}): QuotaLedger {
  return new QuotaLedger({ dailyQuota: 30, writeReserve: { fraction: 0.1 }, zone, clock, store: null, ...options });
}

function spend(ledger: QuotaLedger, lane: 'read' | 'write'): number {
  let calls = 0;
  while (calls < 1_000 && ledger.refusal(lane) === null) {
    ledger.count();
    calls += 1;
  }
  return calls;
}

describe('the count of the day’s calls', () => {
  test('stops reads after 27 of 30 calls and writes after 30, with a tenth in reserve', () => {
    const ledger = ledgerOf();
    expect(spend(ledger, 'read')).toBe(27);
    expect(ledger.refusal('read')).toMatchObject({ code: 'QUOTA_EXHAUSTED', resetsAt: midnight });
    expect(spend(ledger, 'write')).toBe(3);
    expect(ledger.quota()).toEqual({
      limit: 30,
      used: 30,
      remaining: 0,
      resetsAt: midnight,
      isEstimate: true,
      reservedForWrites: 3,
    });
  });

  test('stops reads exactly at the reserve, for every quota and reserve', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 100 }), (dailyQuota, percent) => {
        const ledger = ledgerOf({ dailyQuota, writeReserve: { fraction: percent / 100 } });
        const reserve = Math.ceil((dailyQuota * percent) / 100);
        expect(spend(ledger, 'read')).toBe(dailyQuota - reserve);
        expect(spend(ledger, 'write')).toBe(reserve);
      }),
      { numRuns: propertyRuns(1_000) },
    );
  });

  test('takes a reserve given in calls', () => {
    expect(reservedCalls({ calls: 120 }, 1_000)).toBe(120);
    expect(reservedCalls({ calls: 120 }, 100)).toBe(100);
    expect(reservedCalls({ calls: 120 }, null)).toBe(120);
    expect(reservedCalls({ fraction: 0.1 }, 70)).toBe(7);
    expect(reservedCalls({ fraction: 0.1 }, 71)).toBe(8);
    expect(reservedCalls({ fraction: 0.1 }, null)).toBe(0);
  });

  test('starts again at midnight on the tenant’s clock', async () => {
    const ledger = ledgerOf();
    spend(ledger, 'write');
    await clock.advance(midnight.getTime() - morning - 1);
    expect(ledger.refusal('write')).not.toBeNull();
    await clock.advance(1);
    expect(ledger.refusal('write')).toBeNull();
    expect(ledger.quota()).toMatchObject({
      used: 0,
      remaining: 30,
      resetsAt: new Date(midnight.getTime() + 86_400_000),
    });
  });

  test('knows no bound while nobody told one', () => {
    const ledger = ledgerOf({ dailyQuota: null });
    expect(spend(ledger, 'read')).toBe(1_000);
    expect(ledger.quota()).toMatchObject({
      limit: null,
      used: 1_000,
      remaining: null,
      reservedForWrites: 0,
      isEstimate: true,
    });
    expect(ledger.lacksLimit()).toBe(true);
  });

  test('takes back what was not sent', () => {
    const ledger = ledgerOf();
    ledger.count();
    ledger.uncount();
    ledger.uncount();
    expect(ledger.quota().used).toBe(0);
  });
});

describe('the CRM’s own figures', () => {
  test('replace the count, and calls made meanwhile are added', () => {
    const ledger = ledgerOf({ dailyQuota: null });
    ledger.count();
    const usedWhenAsked = ledger.quota().used;
    ledger.count();
    ledger.confirm({ limit: 12_000, used: 23, hoursToReset: 14 }, usedWhenAsked);
    expect(ledger.quota()).toEqual({
      limit: 12_000,
      used: 24,
      remaining: 11_976,
      resetsAt: midnight,
      isEstimate: false,
      reservedForWrites: 1_200,
    });
  });

  test('never make the count smaller than what was counted here', () => {
    const ledger = ledgerOf({ dailyQuota: null });
    for (let count = 0; count < 5; count += 1) ledger.count();
    ledger.confirm({ limit: 4_800, used: 0, hoursToReset: null }, 5);
    expect(ledger.quota().used).toBe(5);
  });

  test('tell the hour of the days to come too', async () => {
    const ledger = ledgerOf({ dailyQuota: null });
    ledger.confirm({ limit: 4_800, used: 0, hoursToReset: 8 }, 0);
    const told = morning + 8 * 3_600_000;
    await clock.advance(8 * 3_600_000);
    expect(ledger.quota().resetsAt).toEqual(new Date(told + 86_400_000));
    await clock.advance(3 * 86_400_000 - 1);
    expect(ledger.quota().resetsAt).toEqual(new Date(told + 3 * 86_400_000));
  });

  test('tell another hour than midnight where they clearly do', () => {
    const ledger = ledgerOf({ dailyQuota: null });
    ledger.confirm({ limit: 4_800, used: 0, hoursToReset: 8 }, 0);
    expect(ledger.quota().resetsAt).toEqual(new Date(morning + 8 * 3_600_000));
  });

  test('are forgotten with the day they were told on, the limit too', async () => {
    const ledger = ledgerOf({ dailyQuota: null });
    ledger.confirm({ limit: 4_800, used: 7, hoursToReset: 14 }, 0);
    await clock.advance(86_400_000);
    expect(ledger.quota()).toMatchObject({ limit: null, used: 0, isEstimate: true });
    expect(ledger.lacksLimit()).toBe(true);
  });

  test('leave a configured limit in place when their day is over', async () => {
    const ledger = ledgerOf({ dailyQuota: 30 });
    await clock.advance(86_400_000);
    expect(ledger.quota()).toMatchObject({ limit: 30, used: 0 });
  });

  test('are read as numbers or text, from an object or a list of one', () => {
    const data = {
      description: 'x',
      token_limit: 4_800,
      token_use_today: 0,
      available_consumition_options: 4_800,
      hours_to_restart_count: 15,
    };
    expect(readFigures(data)).toEqual({ limit: 4_800, used: 0, hoursToReset: 15 });
    expect(readFigures([{ token_limit: '4800', token_use_today: '1' }])).toEqual({
      limit: 4_800,
      used: 1,
      hoursToReset: null,
    });
    for (const nonsense of [
      null,
      [],
      'x',
      {},
      { token_limit: 'many', token_use_today: 1 },
      { token_limit: -1, token_use_today: 1 },
    ]) {
      expect(readFigures(nonsense)).toBeNull();
    }
  });
});

describe('a refusal by the CRM because nothing is left', () => {
  test('stops every call, but for one a minute', async () => {
    const ledger = ledgerOf({ dailyQuota: 1_000 });
    ledger.count();
    ledger.onSpent();
    expect(ledger.refusal('read')).toMatchObject({ code: 'QUOTA_EXHAUSTED', resetsAt: midnight });
    expect(ledger.refusal('write')).not.toBeNull();
    expect(ledger.quota()).toMatchObject({ remaining: 0, used: 1 });
    await clock.advance(59_999);
    expect(ledger.refusal('read')).not.toBeNull();
    await clock.advance(1);
    expect(ledger.refusal('read')).toBeNull();
    ledger.count();
    expect(ledger.refusal('read')).not.toBeNull();
    ledger.onSpent();
    await clock.advance(30_000);
    expect(ledger.refusal('read')).not.toBeNull();
  });

  test('is asked about again a minute later, whatever the clock was set back to', async () => {
    const ledger = ledgerOf({ dailyQuota: 1_000 });
    ledger.onSpent();
    clock.setBack(3_600_000);
    expect(ledger.refusal('read')).toBeNull();
    ledger.count();
    expect(ledger.refusal('read')).not.toBeNull();
    await clock.advance(60_000);
    expect(ledger.refusal('read')).toBeNull();
  });

  test('is over when a call is answered, or with the day', async () => {
    const ledger = ledgerOf({ dailyQuota: 1_000 });
    ledger.onSpent();
    ledger.onAnswered();
    expect(ledger.refusal('read')).toBeNull();
    ledger.onSpent();
    await clock.advance(midnight.getTime() - morning);
    expect(ledger.refusal('read')).toBeNull();
  });
});

describe('a count that is kept', () => {
  const snapshot = { resetsAt: midnight.getTime(), used: 20, limit: 4_800, isConfirmed: true, isSpent: false };

  test('goes on where the process before left it', async () => {
    const ledger = ledgerOf({ store: new MemoryStore(snapshot), dailyQuota: null });
    ledger.count();
    await ledger.ready;
    expect(ledger.quota()).toMatchObject({ used: 21, limit: 4_800, isEstimate: false, resetsAt: midnight });
  });

  test('does not outweigh a configured quota', async () => {
    const ledger = ledgerOf({ store: new MemoryStore(snapshot) });
    await ledger.ready;
    expect(ledger.quota()).toMatchObject({ used: 20, limit: 30 });
  });

  test('of another day is forgotten, the limit too', async () => {
    const ledger = ledgerOf({ store: new MemoryStore({ ...snapshot, resetsAt: morning }), dailyQuota: null });
    await ledger.ready;
    expect(ledger.quota()).toMatchObject({ used: 0, limit: null });
  });

  test('of a spent day lets one call find out whether that is still so', async () => {
    const ledger = ledgerOf({ store: new MemoryStore({ ...snapshot, isSpent: true }), dailyQuota: null });
    await ledger.ready;
    expect(ledger.refusal('read')).toBeNull();
    ledger.count();
    expect(ledger.refusal('read')).not.toBeNull();
  });

  test('is saved once a second at most, and at the end', async () => {
    const store = new MemoryStore();
    const ledger = ledgerOf({ store });
    await ledger.ready;
    for (let count = 0; count < 5; count += 1) ledger.count();
    await clock.advance(1_000);
    expect(store.saved.map(({ used }) => used)).toEqual([5]);
    ledger.count();
    await ledger.close();
    expect(store.saved.at(-1)).toEqual({
      resetsAt: midnight.getTime(),
      used: 6,
      limit: null,
      isConfirmed: false,
      isSpent: false,
    });
  });
});
