import fc from 'fast-check';

/**
 * How one tenant's CRM behaves and what it holds, within what docs/upstream.md says and leaves open. Everything else
 * about the tenant follows from these figures, so that a tenant is repeated and made smaller by them.
 */
export interface TenantShape {
  readonly seed: number;
  readonly cases: number;
  readonly contacts: number;
  readonly owners: number;
  /** The IANA name of the zone that its times are in. */
  readonly zone: string;
  /** Whether records come seconds or weeks after each other. */
  readonly pace: 'burst' | 'hours' | 'days';
  readonly rowOrder: 'oldestFirst' | 'newestFirst' | 'none';
  /** The length of every page, whatever is asked for; null: as asked for. */
  readonly pageLength: number | null;
  readonly sendsTotals: boolean;
  /** What comes behind the last page. */
  readonly pastEnd: 'refused' | 'empty' | 'lastPage';
  /** Pages that reach beyond this row are refused with 416; null: none are. */
  readonly depthLimit: number | null;
  readonly matching: 'exact' | 'foldCase' | 'foldAccents' | 'partial';
  readonly datesListBy: 'creation' | 'modification' | 'unavailable';
  readonly datesIncludeEnd: boolean;
  readonly datesAreBare: boolean;
  /** Whether ids begin with the second of creation, as the CRM's own do. */
  readonly idsTellTime: boolean;
  /** Whether ids and document numbers come as JSON numbers. */
  readonly longNumbers: boolean;
  /** How many values in a hundred are of an odd form. */
  readonly oddPercent: number;
  /** The size of the larger rows. */
  readonly rowKilobytes: number;
  /** When rows carry the texts that the vendor searches by but does not list among a row's fields. */
  readonly carriesSolution: 'always' | 'whenSet' | 'never';
  /** Whether rows carry the contact's e-mail, document number and telephone. */
  readonly carriesContact: boolean;
  readonly cacheTtlMs: number;
  readonly scanLimitCalls: number;
  readonly areActivitiesReadable: boolean;
}

/** Zones without a change of clock, with one, with half hours, and with a change of half an hour. */
const zones = [
  'America/Bogota',
  'America/Santiago',
  'America/New_York',
  'Asia/Kolkata',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Europe/Madrid',
] as const;

/** Any tenant; the first of each list of values is the plainest, which a failure is made smaller to. */
export const anyTenantShape: fc.Arbitrary<TenantShape> = fc
  .record({
    seed: fc.nat({ max: 1_000_000 }),
    cases: fc.oneof(
      { weight: 3, arbitrary: fc.nat({ max: 40 }) },
      { weight: 4, arbitrary: fc.integer({ min: 41, max: 400 }) },
      { weight: 2, arbitrary: fc.integer({ min: 401, max: 900 }) },
    ),
    contacts: fc.integer({ min: 1, max: 60 }),
    owners: fc.integer({ min: 1, max: 8 }),
    zone: fc.constantFrom(...zones),
    pace: fc.constantFrom('hours', 'burst', 'days'),
    rowOrder: fc.constantFrom('oldestFirst', 'newestFirst', 'none'),
    pageLength: usually<number | null>(null, 3, fc.constantFrom(100, 250, 30, 7)),
    sendsTotals: fc.constantFrom(true, false),
    pastEnd: fc.constantFrom('empty', 'refused', 'lastPage'),
    depthLimit: usually<number | null>(null, 5, fc.constantFrom(1_000, 500, 400, 250)),
    matching: fc.constantFrom('exact', 'foldCase', 'foldAccents', 'partial'),
    datesListBy: usually<TenantShape['datesListBy']>('creation', 2, fc.constantFrom('modification', 'unavailable')),
    datesIncludeEnd: fc.boolean(),
    datesAreBare: fc.boolean(),
    idsTellTime: usually(true, 5, fc.constant(false)),
    longNumbers: fc.boolean(),
    oddPercent: fc.constantFrom(0, 3, 15),
    rowKilobytes: usually(0, 6, fc.constantFrom(17, 50)),
    carriesSolution: fc.constantFrom('always', 'whenSet', 'never'),
    carriesContact: usually(true, 4, fc.constant(false)),
    cacheTtlMs: fc.constantFrom(0, 5_000),
    scanLimitCalls: fc.constantFrom(8, 50, 3, 1),
    areActivitiesReadable: usually(true, 6, fc.constant(false)),
  } satisfies { [Key in keyof TenantShape]: fc.Arbitrary<TenantShape[Key]> })
  .map(readable);

/**
 * Without what nobody can read: 250 large rows on a page that cannot be made shorter. Nor what nobody can tell: whether
 * the list ends where the CRM refuses a page, without a total. Large rows by the thousand only cost time.
 */
function readable(shape: TenantShape): TenantShape {
  const sendsTotals = shape.sendsTotals || shape.depthLimit !== null;
  if (shape.rowKilobytes === 0) return { ...shape, sendsTotals };
  const pageLength = shape.pageLength === 250 ? 30 : shape.pageLength;
  return { ...shape, sendsTotals, pageLength, cases: Math.min(shape.cases, 320) };
}

function usually<T>(plain: T, weight: number, others: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight, arbitrary: fc.constant(plain) }, { weight: 1, arbitrary: others });
}
