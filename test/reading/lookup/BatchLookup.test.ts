import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Fault } from '../../../src/model/Fault.js';
import { BatchLookup } from '../../../src/reading/lookup/BatchLookup.js';
import type { SourcedPage } from '../../../src/reading/PageReader.js';
import type { InstantSpan, PageRequest } from '../../../src/model/search.js';
import { deliveries } from '../../support/deliveries.js';
import { anyCall } from '../../support/FakeWolkvoxClient.js';
import { propertyRuns } from '../../support/propertyRuns.js';

interface Row {
  readonly id: string;
  readonly at: number;
  readonly isWhole: boolean;
}

const now = Date.UTC(2026, 10, 20);
const hour = 3_600_000;
let serial = 0;

function makeRow(at: number, isWhole = true): Row {
  serial += 1;
  const second = Math.floor(at / 1000)
    .toString(16)
    .padStart(8, '0');
  return { id: second + serial.toString(16).padStart(16, '0'), at: Math.floor(at / 1000) * 1000, isWhole };
}

const rowsAt = (count: number, begin: number, stepMs: number): Row[] =>
  Array.from({ length: count }, (_, index) => makeRow(begin + index * stepMs));

/** A tenant of one kind of records that counts what it is asked. */
class Tenant {
  singles = 0;
  pages = 0;
  spans: InstantSpan[] = [];
  /** Shifts the time by which records are listed, as where the CRM goes by another date. */
  shiftMs = 0;
  hasTotals = true;
  /** Whether the first page is the answer whatever page is asked for. */
  isStuck = false;
  failure: Fault | null = null;
  /** Which ids and spans the CRM does not answer before `release`. */
  stalls: (what: string | InstantSpan) => boolean = () => false;
  /** What single look-ups begun now end with. */
  fault: Fault | null = null;
  release: () => void = () => undefined;
  readonly #released = new Promise<void>((resolve) => (this.release = resolve));
  readonly finder: BatchLookup<Row>;

  constructor(readonly rows: readonly Row[]) {
    this.finder = new BatchLookup<Row>({
      known: () => undefined,
      findOne: async (id) => {
        this.singles += 1;
        const { fault } = this;
        if (this.stalls(id)) await this.#released;
        if (fault) throw fault;
        if (id === 'broken') return Promise.reject(new Fault('UPSTREAM_TIMEOUT'));
        return Promise.resolve(rows.find((row) => row.id === id) ?? null);
      },
      listCreatedBetween: (span, page) => this.#list(span, page),
      isWhole: (row) => row.isWhole,
      clock: { now: () => now },
    });
  }

  /** One promise an id. */
  all(ids: readonly string[], call = anyCall): readonly Promise<Row | null>[] {
    return deliveries<Row>(ids, (wanted, deliver) => {
      this.finder.find(wanted, call, deliver);
    });
  }

  get calls(): number {
    return this.singles + this.pages;
  }

  async find(ids: readonly string[]): Promise<number> {
    const before = this.calls;
    const found = await Promise.all(this.all(ids));
    const truth = ids.map((id) => this.rows.find((row) => row.id === id)?.id ?? null);
    expect(found.map((each) => each?.id ?? null)).toEqual(truth);
    // Records are delivered before what they teach about the method is drawn from them.
    await new Promise((resolve) => setImmediate(resolve));
    return this.calls - before;
  }

  async #list(span: InstantSpan, { page, limit }: PageRequest): Promise<SourcedPage<Row>> {
    this.pages += 1;
    this.spans.push(span);
    if (this.stalls(span)) await this.#released;
    if (this.failure) return Promise.reject(this.failure);
    const inside = this.rows.filter(
      ({ at }) => at + this.shiftMs >= span.from.getTime() && at + this.shiftMs < span.to.getTime(),
    );
    return Promise.resolve({
      rows: this.isStuck ? inside.slice(0, limit) : inside.slice((page - 1) * limit, page * limit),
      totalRecords: this.hasTotals ? inside.length : null,
      isOverfull: false,
      calls: 1,
      fetchedAt: new Date(now),
      freshness: 'LIVE',
    });
  }
}

const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => id);

describe('many records at once', () => {
  test('cost one call where they were created together', async () => {
    const tenant = new Tenant([...rowsAt(50, now - 100 * hour, 30_000), ...rowsAt(500, now - 90 * hour, 60_000)]);
    expect(await tenant.find(idsOf(tenant.rows.slice(0, 50)))).toBe(1);
  });

  test('cost one call each, and no other, while there are few of them and the method is untried', async () => {
    const tenant = new Tenant(rowsAt(7, now - hour, 1_000));
    expect(await tenant.find(idsOf(tenant.rows))).toBe(7);
    expect(tenant.pages).toBe(0);
  });

  test('even two, once the method has proved itself', async () => {
    const tenant = new Tenant(rowsAt(10, now - hour, 1_000));
    await tenant.find(idsOf(tenant.rows));
    expect(await tenant.find(idsOf(tenant.rows.slice(0, 2)))).toBe(1);
  });

  test('are looked up singly where they lie far apart in a busy tenant, after one look at how busy it is', async () => {
    const tenant = new Tenant(rowsAt(20_000, now - 20_000 * 300_000, 300_000));
    const scattered = idsOf(tenant.rows.filter((_, index) => index % 2_000 === 0));
    // That look brings the first of them along.
    expect(await tenant.find(scattered)).toBe(10);
    expect(tenant.pages).toBe(1);
    expect(await tenant.find(scattered)).toBe(10);
  });

  test('cost the pages of the whole tenant where it is small, however far they lie apart', async () => {
    const tenant = new Tenant(rowsAt(400, now - 400 * 17 * hour, 17 * hour));
    const scattered = idsOf(tenant.rows.filter((_, index) => index % 4 === 0));
    expect(await tenant.find(scattered)).toBe(2);
  });

  test('come through a single window the first time, and then through all that pay', async () => {
    const clusters = [10, 400, 900, 2_000].map((hours) => rowsAt(6, now - hours * hour, 1_000));
    const tenant = new Tenant([...clusters.flat(), ...rowsAt(40_000, now - 3_000 * hour, 250_000)]);
    const calls = await tenant.find(clusters.flatMap(idsOf));
    expect(calls).toBeLessThanOrEqual(6);
    expect(tenant.singles).toBe(0);
    expect(await tenant.find(clusters.flatMap(idsOf))).toBe(4);
  });

  test('that do not exist are null and do not count against the method', async () => {
    const tenant = new Tenant(rowsAt(10, now - hour, 1_000));
    const ghosts = idsOf(rowsAt(5, now - hour, 1_000));
    expect(await tenant.find([...idsOf(tenant.rows), ...ghosts])).toBe(6);
    expect(tenant.finder.isWorthwhile).toBe(true);
    expect(await tenant.find(idsOf(tenant.rows))).toBe(1);
  });

  test('whose ids tell no time are looked up singly', async () => {
    const tenant = new Tenant([{ id: '64cb', at: now, isWhole: true }, ...rowsAt(8, now - hour, 1_000)]);
    expect(await tenant.find(['64cb', 'nobody', ...idsOf(tenant.rows.slice(1))])).toBe(3);
  });

  test('of which a window shows only a part are looked up singly', async () => {
    const partial = makeRow(now - hour, false);
    const tenant = new Tenant([partial, ...rowsAt(8, now - hour, 1_000)]);
    expect(await tenant.find([partial.id, ...idsOf(tenant.rows.slice(1))])).toBe(2);
  });

  test('are found on later pages without totals, too', async () => {
    const tenant = new Tenant(rowsAt(600, now - hour, 5_000));
    tenant.hasTotals = false;
    expect(await tenant.find(idsOf(tenant.rows.filter((_, index) => index % 6 === 0)))).toBe(3);
  });

  test('fail each for itself', async () => {
    const tenant = new Tenant(rowsAt(5, now - hour, 1_000));
    const found = await Promise.allSettled(tenant.all(['broken', ...idsOf(tenant.rows)]));
    expect(found[0]).toMatchObject({ status: 'rejected', reason: { code: 'UPSTREAM_TIMEOUT' } });
    expect(found.slice(1)).toMatchObject(tenant.rows.map((value) => ({ status: 'fulfilled', value })));
  });

  test('are delivered each when it is there, whatever the others wait for', async () => {
    const tenant = new Tenant(rowsAt(12, now - hour, 1_000));
    await tenant.find(idsOf(tenant.rows));
    tenant.stalls = (id) => id === 'stalled';
    const [stalled, undated, ...dated] = tenant.all(['stalled', 'nobody', ...idsOf(tenant.rows)]);
    await expect(undated).resolves.toBeNull();
    await expect(Promise.all(dated)).resolves.toEqual(tenant.rows);
    tenant.release();
    await expect(stalled).resolves.toBeNull();
  });

  test('are delivered from one window while another one stalls', async () => {
    const clusters = [10, 4_000].map((hours) => rowsAt(6, now - hours * hour, 1_000));
    const tenant = new Tenant([...clusters.flat(), ...rowsAt(40_000, now - 3_000 * hour, 250_000)]);
    await tenant.find(clusters.flatMap(idsOf));
    const [late = [], early = []] = clusters;
    tenant.stalls = (what) => typeof what !== 'string' && what.from.getTime() < now - 1_000 * hour;
    const wanted = clusters.map((rows) => tenant.all([...idsOf(rows), ...idsOf(clusters.flat())]));
    await expect(Promise.all((wanted[0] ?? []).slice(0, 6))).resolves.toEqual(late);
    tenant.release();
    await expect(Promise.all((wanted[1] ?? []).slice(0, 6))).resolves.toEqual(early);
  });

  test('wanted by many operations at once are planned and read once, and reach each of them', async () => {
    const tenant = new Tenant(rowsAt(40, now - hour, 1_000));
    const ids = idsOf(tenant.rows);
    const operations = Array.from({ length: 50 }, (_, nth) =>
      Promise.all(tenant.all(nth % 2 === 0 ? ids : ids.toReversed())),
    );
    const found = await Promise.all(operations);
    expect(found.map((rows, nth) => (nth % 2 === 0 ? rows : rows.toReversed()))).toEqual(
      Array.from({ length: 50 }, () => tenant.rows),
    );
    expect(tenant.calls).toBe(1);
  });

  test('are not given up for one operation because another one that began them has left', async () => {
    const tenant = new Tenant(rowsAt(12, now - hour, 1_000));
    tenant.stalls = () => true;
    const controller = new AbortController();
    const left = Promise.allSettled(tenant.all(idsOf(tenant.rows), { ...anyCall, signal: controller.signal }));
    const staying = Promise.all(tenant.all(idsOf(tenant.rows)));
    controller.abort(new Fault('UPSTREAM_TIMEOUT'));
    expect((await left).every(({ status }) => status === 'rejected')).toBe(true);
    tenant.release();
    await expect(staying).resolves.toEqual(tenant.rows);
    expect(tenant.calls).toBe(1);
  });

  test('are looked up again for whoever has more time than who began them had', async () => {
    const tenant = new Tenant(rowsAt(7, now - hour, 1_000));
    tenant.stalls = () => true;
    tenant.fault = new Fault('UPSTREAM_TIMEOUT');
    const short = Promise.allSettled(tenant.all(idsOf(tenant.rows), { ...anyCall, deadlineAt: now }));
    const long = Promise.all(tenant.all(idsOf(tenant.rows), { ...anyCall, deadlineAt: now + hour }));
    tenant.fault = null;
    tenant.release();
    await expect(long).resolves.toEqual(tenant.rows);
    expect((await short).every(({ status }) => status === 'rejected')).toBe(true);
  });
});

describe('a tenant whose windows miss', () => {
  test('costs a call more twice, and from then on none', async () => {
    const tenant = new Tenant(rowsAt(40, now - 100 * hour, 1_000));
    tenant.shiftMs = 1_000 * hour;
    const ids = idsOf(tenant.rows.slice(0, 9));
    const spent = [await tenant.find(ids), await tenant.find(ids), await tenant.find(ids), await tenant.find(ids)];
    expect(spent).toEqual([10, 10, 9, 9]);
    expect(tenant.finder.isWorthwhile).toBe(false);
  });

  test('because every page is the same one costs two pages, however many a window should have', async () => {
    const tenant = new Tenant(rowsAt(2_000, now - hour, 0));
    Object.assign(tenant, { isStuck: true, hasTotals: false });
    expect(await tenant.find(idsOf(tenant.rows.slice(-60)))).toBeLessThanOrEqual(62);
    expect(tenant.pages).toBe(2);
  });

  test('does not lose its trust by being out of reach', async () => {
    const tenant = new Tenant(rowsAt(40, now - 100 * hour, 1_000));
    const ids = idsOf(tenant.rows);
    tenant.failure = new Fault('UPSTREAM_UNAVAILABLE');
    for (let time = 0; time < 5; time += 1) expect(await tenant.find(ids)).toBe(41);
    expect(tenant.finder.isWorthwhile).toBe(true);
  });

  test.each(['UPSTREAM_BAD_RESPONSE', 'UPSTREAM_AUTH_FAILED'] as const)(
    'loses its trust by refusing twice, with %s',
    async (code) => {
      const tenant = new Tenant(rowsAt(40, now - 100 * hour, 1_000));
      const ids = idsOf(tenant.rows);
      tenant.failure = new Fault(code);
      for (let time = 0; time < 2; time += 1) await tenant.find(ids);
      expect(tenant.finder.isWorthwhile).toBe(false);
      expect(await tenant.find(ids)).toBe(40);
    },
  );
});

describe('over tenants and wishes of all kinds', () => {
  test('every record is the right one, and the calls are on average no more than one each', async () => {
    let spentInAll = 0;
    let wantedInAll = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1_500 }),
        fc.integer({ min: 1, max: 4 * hour }),
        fc.array(fc.array(fc.nat(10_000), { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        async (count, stepMs, wishes, hasTotals) => {
          const tenant = new Tenant(rowsAt(count, now - count * stepMs, stepMs));
          tenant.hasTotals = hasTotals;
          for (const wish of wishes) {
            const ids = [...new Set(wish.map((index) => tenant.rows[index % count]?.id ?? 'none'))];
            const spent = await tenant.find(ids);
            // One look at how busy the tenant is, and windows broken off.
            expect(spent).toBeLessThanOrEqual(ids.length + 3);
            spentInAll += spent;
            wantedInAll += ids.length;
          }
        },
      ),
      { numRuns: propertyRuns(150), seed: 7 },
    );
    expect(spentInAll).toBeLessThan(wantedInAll);
  });
});
