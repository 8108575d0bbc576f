import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault, FaultRule } from 'wolkvox-emulator';
import { FaultedSubgraph, oneCase } from '../../support/FaultedSubgraph.js';

const result = 'result { isComplete totalCountIsExact warnings { code } }';
const rowFields = 'id caseNumber isReopened priority { resolutionMinutes } dueAt closedAt history { at message }';
const list = `query ($page: Int = 5, $offset: Int) {
  cases(filter: { type: { eq: "Request" } }, first: $page, offset: $offset) {
    nodes { ${rowFields} } totalCount pageInfo { hasNextPage } ${result}
  }
}`;

/** The list as these tests read it. */
interface CaseList {
  readonly cases: {
    readonly nodes: readonly { readonly id: string; readonly [field: string]: unknown }[];
    readonly totalCount: number | null;
    readonly pageInfo: { readonly hasNextPage: boolean };
    readonly result: { readonly isComplete: boolean; readonly warnings: readonly { readonly code: string }[] };
  };
}

let server: FaultedSubgraph;
let whole: CaseList['cases'];

beforeAll(async () => {
  // New York has a summer time; in Bogotá the clocks never change.
  server = await FaultedSubgraph.start({ WOLKVOX_TIME_ZONE: 'America/New_York' });
  whole = await listUnder([]);
});

afterEach(async () => {
  await server.expectHealth();
});

afterAll(async () => {
  await server.close();
});

async function listUnder(
  faults: readonly FaultRule[],
  variables: Readonly<Record<string, unknown>> = {},
): Promise<CaseList['cases']> {
  const { data, errors } = await server.meet(faults, list, variables);
  expect(errors).toEqual([]);
  return (data as CaseList).cases;
}

const idsOf = ({ nodes }: CaseList['cases']): string[] => nodes.map(({ id }) => id);
const warningsOf = (cases: CaseList['cases']): string[] => cases.result.warnings.map(({ code }) => code);

describe('an answer that is not the CRM’s JSON', () => {
  const unreadable: readonly (readonly [string, Fault])[] = [
    ['HTML under 200', { type: 'html', status: 200 }],
    ['HTML under 403', { type: 'html', status: 403 }],
    ['HTML under 500', { type: 'html', status: 500 }],
    ['an empty body', { type: 'empty', status: 200 }],
    ['a PHP warning before the JSON', { type: 'phpWarning' }],
    ['a byte order mark', { type: 'bom' }],
    ['half of the JSON', { type: 'malformedJson' }],
    ['100,000 lists within each other', { type: 'nested', depth: 100_000 }],
    ['1e999', { type: 'hugeNumber' }],
    ['an envelope around a text', { type: 'respond', status: 200, json: { code: '200', error: 'null', data: 'none' } }],
    ['compressed although refused', { type: 'gzipBomb', bytes: 1_000 }],
    ['no envelope', { type: 'respond', status: 200, json: { hello: 1 } }],
  ];

  test.each(unreadable)('is refused once and for all: %s', async (_, fault) => {
    const one = await server.meet([{ times: null, fault }]);
    expect(one).toMatchObject({ status: 200, data: { case: null }, codes: ['UPSTREAM_BAD_RESPONSE'] });
    expect(one.errors[0]?.extensions).toMatchObject({ retryable: false });
    expect(one.calls).toHaveLength(1);
    expect(await server.meet([{ times: null, fault }], list)).toMatchObject({ data: { cases: null } });
  });

  test('is called the same when a gateway made it, after the attempts that a gateway is worth', async () => {
    const trial = await server.meet([{ times: null, fault: { type: 'html', status: 503 } }]);
    expect(trial).toMatchObject({ data: { case: null }, codes: ['UPSTREAM_BAD_RESPONSE'] });
    expect(trial.calls).toHaveLength(3);
  });
});

describe('an envelope in another form', () => {
  const forms: readonly (readonly [string, Fault])[] = [
    ['code as a number', { type: 'envelope', set: { code: 200 } }],
    ['no code', { type: 'envelope', drop: ['code'] }],
    ['error null', { type: 'envelope', set: { error: null } }],
    ['no error', { type: 'envelope', drop: ['error'] }],
    ['no totals', { type: 'envelope', drop: ['page', 'Total records', 'Total pages'] }],
    ['the bare rows', { type: 'envelope', isBareArray: true }],
  ];

  test.each(forms)('is the same list: %s', async (_, fault) => {
    const cases = await listUnder([{ fault }]);
    expect(cases.nodes).toEqual(whole.nodes);
    expect(warningsOf(cases)).toEqual([]);
  });

  const none = { 'Total records': '0', msg: '0 records were are found' };
  test.each<[string, Fault]>([
    ['data as []', { type: 'envelope', set: { ...none, data: [] } }],
    ['data as {}', { type: 'envelope', set: { ...none, data: {} } }],
    ['no data', { type: 'envelope', set: none, drop: ['data'] }],
    ['a bare []', { type: 'envelope', set: { data: [] }, isBareArray: true }],
  ])('is an empty list and no error: %s', async (_, fault) => {
    const cases = await listUnder([{ fault }]);
    expect(cases).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false } });
    expect(await server.meet([{ fault }])).toMatchObject({ data: { case: null }, errors: [] });
  });

  test('that speaks of an error under HTTP 200 is an error', async () => {
    const fault: Fault = { type: 'refusal', kind: 'badToken', httpStatus: 200 };
    expect((await server.meet([{ fault }])).codes).toEqual(['UPSTREAM_AUTH_FAILED']);
  });
});

describe('a row that is not as it should be', () => {
  test('keeps what can be read; the rest is null, and the list says so', async () => {
    const fields = { idPrefijo: { a: 1 }, 'priority.value': 'soon', history: 7, timeEstimated: 12 };
    const cases = await listUnder([{ fault: { type: 'setFields', row: 1, fields } }]);
    expect(idsOf(cases)).toEqual(idsOf(whole));
    expect(cases.nodes[1]).toMatchObject({ caseNumber: null, priority: { resolutionMinutes: null }, history: [] });
    expect([cases.nodes[0], ...cases.nodes.slice(2)]).toEqual([whole.nodes[0], ...whole.nodes.slice(2)]);
    expect(warningsOf(cases)).toEqual(['FIELD_UNREADABLE']);
  });

  test('may lack any field but its id', async () => {
    const fields = ['idPrefijo', 'priority', 'history', 'status', 'owner', 'timeEstimated', 'form'];
    const cases = await listUnder([{ fault: { type: 'dropFields', row: 0, fields } }]);
    expect(cases.nodes[0]).toMatchObject({ id: whole.nodes[0]?.id, caseNumber: null, history: [] });
    expect(cases.nodes.slice(1)).toEqual(whole.nodes.slice(1));
  });

  test.each<[string, Fault]>([
    ['without an id', { type: 'dropFields', row: 2, fields: ['wolkvox_id'] }],
    ['with a blank id', { type: 'setFields', row: 2, fields: { wolkvox_id: ' ' } }],
    ['with an object for an id', { type: 'setFields', row: 2, fields: { wolkvox_id: { $oid: '1' } } }],
  ])('%s is left out, alone, and the list says so', async (_, fault) => {
    const cases = await listUnder([{ fault }]);
    expect(idsOf(cases)).toEqual(idsOf(whole).filter((_id, index) => index !== 2));
    expect(cases.result.isComplete).toBe(false);
    expect(warningsOf(cases)).toContain('ROW_UNREADABLE');
  });

  test('is told of in the log once, however many answers have it', async () => {
    const drifts = (): string[] =>
      server.subgraph.output.filter((line) => line.includes('upstream.drift') && line.includes('"reOpened"'));
    const fault: Fault = { type: 'setFields', fields: { reOpened: { odd: 'secret-value' } } };
    for (let nth = 0; nth < 4; nth += 1) await listUnder([{ fault }], { page: 3 + nth });
    expect(drifts()).toHaveLength(1);
    expect(JSON.parse(drifts()[0] ?? '')).toMatchObject({ endpoint: 'cases/queryCases', field: 'reOpened' });
    expect(server.subgraph.output.join('\n')).not.toContain('secret-value');
  });
});

describe('a date', () => {
  const datesUnder = async (text: string): Promise<readonly [unknown, readonly string[]]> => {
    const cases = await listUnder([{ fault: { type: 'setFields', row: 0, fields: { timeEstimated: text } } }]);
    return [cases.nodes[0]?.['dueAt'], warningsOf(cases)];
  };

  test.each(['2025-02-30 10:00:00', '2025-13-01', 'soon', '2025-01-01 25:00:00'])(
    'that no calendar has is null, with a warning: %s',
    async (text) => {
      expect(await datesUnder(text)).toEqual([null, ['FIELD_UNREADABLE']]);
    },
  );

  test.each(['0000-00-00 00:00:00', '0000-00-00', '', ' '])('that is not there is null: %j', async (text) => {
    expect((await datesUnder(text))[0]).toBeNull();
  });

  test.each([
    ['2025/1/7 8:3:59', '2025-01-07T13:03:59.000Z'],
    ['2025-01-07', '2025-01-07T05:00:00.000Z'],
    ['07-01-2025 08:03', '2025-01-07T13:03:00.000Z'],
    // Summer time, the hour that does not exist, and the first of the two that look alike.
    ['2025-07-01 12:00:00', '2025-07-01T16:00:00.000Z'],
    ['2025-03-09 02:30:00', '2025-03-09T07:30:00.000Z'],
    ['2025-11-02 01:30:00', '2025-11-02T05:30:00.000Z'],
  ])('is the right instant: %s', async (text, instant) => {
    expect(await datesUnder(text)).toEqual([instant, []]);
  });
});

describe('an answer to another question', () => {
  const faults: readonly FaultRule[] = [{ times: null, fault: { type: 'wrongRecord' } }];

  test.each([
    ['case(id: $key)', 'id'],
    ['case(caseNumber: $key)', 'number'],
    ['contact(id: $key)', 'contact'],
  ])('is never shown: %s', async (field, kind) => {
    const [first] = server.emulator.records('cases');
    const keys: Readonly<Record<string, unknown>> = {
      id: server.caseId(),
      number: first?.['idPrefijo'],
      contact: server.contactId(),
    };
    const type = kind === 'number' ? 'String' : 'ID';
    const trial = await server.meet(faults, `query ($key: ${type}!) { found: ${field} { id } }`, { key: keys[kind] });
    expect(trial).toMatchObject({ data: { found: null }, codes: ['UPSTREAM_BAD_RESPONSE'] });
  });

  test('leaves a list of one contact’s cases without what is not that contact’s, and the list says so', async () => {
    const contactId = server.emulator.records('cases')[0]?.['contactId'];
    const trial = await server.meet(
      faults,
      `query ($id: ID!) { cases(filter: { contactId: { eq: $id } }) { nodes { contact { id } } ${result} } }`,
      { id: contactId },
    );
    const { cases } = trial.data as { cases: { nodes: { contact: { id: string } }[]; result: unknown } };
    expect(cases.nodes.filter(({ contact }) => contact.id !== contactId)).toEqual([]);
    expect(JSON.stringify(cases.result)).toContain('ROW_UNREADABLE');
  });

  test.each([0, 5, 20])('that comes unsolicited %d ms after the right one is nobody’s answer', async (afterMs) => {
    for (let nth = 0; nth < 6; nth += 1) {
      const id = server.caseId(nth);
      const trial = await server.meet([{ fault: { type: 'unsolicited', afterMs } }], oneCase, { id });
      // The second answer may come while the first is still being weighed: then neither is believed.
      if (trial.errors.length === 0) expect(trial.data).toMatchObject({ case: { id } });
      else expect(trial).toMatchObject({ data: { case: null } });
    }
    // The last of them comes before anything else is asked.
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
});

describe('a page that does not add up', () => {
  test('has each record once, and the list says so', async () => {
    const cases = await listUnder([{ fault: { type: 'repeatedRows', count: 2 } }]);
    expect(new Set(idsOf(cases)).size).toBe(cases.nodes.length);
    expect(cases.nodes.length).toBeLessThanOrEqual(5);
    expect(warningsOf(cases)).not.toEqual([]);
  });

  test('never has more rows than asked for', async () => {
    const cases = await listUnder([{ fault: { type: 'extraRows', count: 30 } }]);
    expect(idsOf(cases)).toEqual(idsOf(whole));
    expect(warningsOf(cases)).toContain('ROW_UNREADABLE');
  });

  test.each([0, 1, 3])('does not have its total believed when %d are claimed', async (records) => {
    const cases = await listUnder([{ times: null, fault: { type: 'wrongTotals', records, pages: 1 } }]);
    expect(idsOf(cases)).toEqual(idsOf(whole));
    expect(cases.totalCount).toBeNull();
    expect(warningsOf(cases)).toContain('LIST_CHANGED_DURING_PAGING');
  });

  test('behind the last one is empty, not an error', async () => {
    const cases = await listUnder([], { offset: 100_000 });
    expect(cases).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false } });
    const refused = await listUnder([{ fault: { type: 'refusal', kind: 'range' } }], { offset: 100_000 });
    expect(refused).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false } });
  });
});

test('an operation of many calls adds no warning about listeners', async () => {
  const trial = await server.meet(
    [],
    '{ cases(filter: { type: { eq: "Request" } }, first: 40) { nodes { activities(first: 1) { nodes { id } } } } }',
  );
  expect(trial.errors).toEqual([]);
  expect(trial.calls.length).toBeGreaterThan(11);
  expect(server.subgraph.output.filter((line) => line.includes('MaxListenersExceeded'))).toEqual([]);
});
