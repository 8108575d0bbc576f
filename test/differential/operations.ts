import fc from 'fast-check';

/** A condition to be made of what the tenant holds: the value of the record at `nth`, or one that nobody has. */
export interface ConditionPick {
  readonly field: string;
  readonly nth: readonly number[];
  /** For ranges of time, in minutes around the record's. */
  readonly beforeMinutes: number | null;
  readonly afterMinutes: number | null;
  /** How the value is spelt: as stored, or otherwise where that does not count. */
  readonly spelling: 'asStored' | 'capitals' | 'spaced' | 'strange';
}

export interface ListPick {
  readonly conditions: readonly ConditionPick[];
  readonly first: number;
  readonly offset: number;
}

/** One thing that a client does; which records it is about follows from the numbers in it. */
export type Operation =
  /** Reads a list from cursor to cursor, while `grows` with cases being added. */
  | { readonly kind: 'walk'; readonly list: ListPick; readonly grows: boolean }
  /** Explains lists, and reads them in one request. */
  | { readonly kind: 'windows'; readonly lists: readonly ListPick[] }
  | { readonly kind: 'lookUps'; readonly picks: readonly number[] }
  | { readonly kind: 'entities'; readonly picks: readonly number[] }
  | { readonly kind: 'edges'; readonly list: ListPick }
  | { readonly kind: 'gestiones'; readonly list: ListPick };

const searchable = [
  'status',
  'type',
  'contactId',
  'ownerUser',
  'createdAt',
  'id',
  'caseNumber',
  'sequence',
  'prefix',
  'priority',
  'contactEmail',
  'contactName',
  'contactIdentification',
  'contactPhone',
  'companyId',
  'companyName',
  'ownerId',
  'ownerName',
  'responsibleId',
  'responsibleUser',
  'responsibleName',
  'description',
  'solution',
  'reason',
  'isReopened',
  'isExpired',
] as const;
const evaluated = ['condition', 'updatedAt', 'closedAt'] as const;
const ofGestiones = ['obligation', 'recordId', 'typificationCode', 'agentId', 'campaignId', 'occurredAt'] as const;

const conditionOn = (field: string): fc.Arbitrary<ConditionPick> =>
  fc.record({
    field: fc.constant(field),
    nth: fc.oneof(
      { weight: 4, arbitrary: fc.array(fc.nat({ max: 999 }), { minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.array(fc.nat({ max: 999 }), { minLength: 2, maxLength: 5 }) },
    ),
    beforeMinutes: fc.option(fc.nat({ max: 40_000 }), { freq: 5 }),
    afterMinutes: fc.option(fc.integer({ min: -5, max: 40_000 }), { freq: 5 }),
    spelling: fc.oneof(
      { weight: 8, arbitrary: fc.constant('asStored' as const) },
      { weight: 1, arbitrary: fc.constantFrom('capitals', 'spaced', 'strange') },
    ),
  });

const anyConditions: fc.Arbitrary<ConditionPick[]> = fc
  .tuple(
    fc.constantFrom(...searchable),
    fc.subarray([...searchable], { minLength: 0, maxLength: 1 }),
    fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.subarray([...evaluated], { minLength: 1, maxLength: 2 }) },
    ),
  )
  .map(([first, second, others]) => [...new Set<string>([first, ...second, ...others])])
  .chain((fields) => fc.tuple(...fields.map(conditionOn)));

const listOf = (conditions: fc.Arbitrary<ConditionPick[]>): fc.Arbitrary<ListPick> =>
  fc.record({
    conditions,
    first: fc.oneof(fc.constantFrom(20, 1, 2, 100), fc.integer({ min: 1, max: 100 })),
    offset: fc.oneof(fc.constant(0), fc.nat({ max: 30 }), fc.nat({ max: 700 })),
  });

const anyList = listOf(anyConditions);
const anyGestionList = listOf(
  fc
    .subarray([...ofGestiones], { minLength: 0, maxLength: 2 })
    .chain((fields) => fc.tuple(conditionOn('customerId'), ...fields.map(conditionOn))),
);
const picks = (maxLength: number) => fc.array(fc.nat({ max: 99_999 }), { minLength: 1, maxLength });

/** Anything that a client may do. */
export const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('walk' as const), list: anyList, grows: fc.constant(false) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('walk' as const), list: anyList, grows: fc.constant(true) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('windows' as const),
      lists: fc.array(anyList, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('lookUps' as const), picks: picks(8) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('entities' as const), picks: picks(40) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('edges' as const), list: anyList }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('gestiones' as const), list: anyGestionList }) },
);
