import { beforeEach, describe, expect, test } from '@jest/globals';
import { Fault } from '../../src/model/Fault.js';
import { FakeWolkvoxClient, fetchedAt } from '../support/FakeWolkvoxClient.js';
import {
  makeActivity,
  makeCase,
  makeContact,
  makeEmbeddedContact,
  makeGestion,
  makeOwner,
  withUnreadable,
} from '../support/records.js';
import { runOperation } from './runOperation.js';

let client: FakeWolkvoxClient;
const run = (source: string, variables: Record<string, unknown> = {}) => runOperation(client, source, variables);

const open = { name: 'Abierto', condition: 'OPEN' } as const;

beforeEach(() => {
  client = new FakeWolkvoxClient();
  client.tenant.cases = Array.from({ length: 5 }, (_, index) =>
    makeCase(`c${index}`, {
      caseNumber: `PET-${index}`,
      status: open,
      contact: makeEmbeddedContact('ana', { name: 'Ana' }),
      owner: makeOwner('7', { user: 'agent_7', name: 'Siete' }),
    }),
  );
  client.tenant.contacts = [makeContact('ana', { email: 'ana@example.com', identification: '900' })];
  client.tenant.activities = [makeActivity('v', { name: 'Llamar' })];
  client.tenant.gestiones = [makeGestion('g', { customerId: '900' })];
});

describe('one record', () => {
  test.each([
    ['case(id: "c1") { caseNumber }', { case: { caseNumber: 'PET-1' } }],
    ['case(caseNumber: "PET-1") { id }', { case: { id: 'c1' } }],
    ['contact(id: "ana") { email }', { contact: { email: 'ana@example.com' } }],
    ['contact(email: "ANA@example.com") { id }', { contact: { id: 'ana' } }],
    ['contact(identification: "900", email: null) { id }', { contact: { id: 'ana' } }],
    ['contact(email: " ana@example.com ") { id }', { contact: { id: 'ana' } }],
    ['owner(id: "7") { name }', { owner: { name: 'Siete' } }],
    ['owner(user: "agent_7") { id }', { owner: { id: '7' } }],
    ['activity(id: "v") { name }', { activity: { name: 'Llamar' } }],
  ])('%s costs one call', async (selection, data) => {
    expect(await run(`{ ${selection} }`)).toEqual({ data, errors: [] });
    expect(client.calls).toHaveLength(1);
  });

  test('is null, not an error, when it does not exist', async () => {
    expect(await run('{ case(id: "x") { id } contact(id: "x") { id } activity(id: "x") { id } }')).toEqual({
      data: { case: null, contact: null, activity: null },
      errors: [],
    });
  });

  test.each([
    ['case { id }', 'id, caseNumber'],
    ['case(id: null) { id }', 'id, caseNumber'],
    ['case(id: "a", caseNumber: "b") { id }', 'id, caseNumber'],
    ['case(id: "") { id }', 'id'],
    ['case(caseNumber: " ") { id }', 'caseNumber'],
    ['contact { id }', 'id, email, identification'],
    ['contact(email: "a", identification: "b") { id }', 'id, email, identification'],
    ['contact(identification: "") { id }', 'identification'],
    ['owner { id }', 'id, user'],
    ['owner(id: "a", user: "b") { id }', 'id, user'],
    ['activity(id: "") { id }', 'id'],
  ])('%s is refused without a call, naming the arguments', async (selection, argument) => {
    const { errors } = await run(`{ ${selection} }`);
    expect(errors).toMatchObject([{ cause: { code: 'BAD_USER_INPUT', argument } }]);
    expect(client.calls).toEqual([]);
  });
});

describe('a list', () => {
  test('tells everything about itself from one call', async () => {
    const { data, errors } = await run(`{
      cases(filter: { status: { eq: "Abierto" } }, first: 2, offset: 1) {
        edges { cursor node { id } } nodes { id }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        totalCount
        result { upstreamCalls freshness fetchedAt isComplete totalCountIsExact warnings { code message } }
      }
    }`);
    expect(errors).toEqual([]);
    const cursors = [expect.any(String), expect.any(String)];
    expect(data).toEqual({
      cases: {
        edges: [
          { cursor: cursors[0], node: { id: 'c1' } },
          { cursor: cursors[1], node: { id: 'c2' } },
        ],
        nodes: [{ id: 'c1' }, { id: 'c2' }],
        pageInfo: { hasNextPage: true, hasPreviousPage: true, startCursor: cursors[0], endCursor: cursors[1] },
        totalCount: 5,
        result: {
          upstreamCalls: 1,
          freshness: 'LIVE',
          fetchedAt: fetchedAt.toISOString(),
          isComplete: true,
          totalCountIsExact: true,
          warnings: [],
        },
      },
    });
    expect(client.calls).toHaveLength(1);
  });

  test.each([
    ['nodes { id priority { name } }', true],
    ['edges { node { ... on Case { p: priority { name } } } }', true],
    ['nodes { isOverdue }', true],
    ['nodes { id status { name } }', false],
    ['totalCount', false],
  ])('warns of a field that could not be read where it is selected: %s', async (selection, isWarned) => {
    for (const node of client.tenant.cases) if (node !== null) withUnreadable(node, ['priority', 'dueAt']);
    const { data } = await run(
      `{ cases(filter: { status: { eq: "Abierto" } }) { result { warnings { code message } } ${selection} } }`,
    );
    const warning = { code: 'FIELD_UNREADABLE', message: expect.stringMatching(/null\.$/) };
    expect(data).toMatchObject({ cases: { result: { warnings: isWarned ? [warning] : [] } } });
  });

  test('has 20 items unless told otherwise, null included', async () => {
    await run(`{
      a: cases(filter: { status: { eq: "Abierto" } }) { totalCount }
      b: cases(filter: { status: { eq: "Abierto" } }, first: null, after: null, offset: null) { totalCount }
    }`);
    expect(client.calls.map(({ limit }) => limit)).toEqual([20]);
  });

  test('of collection steps is filtered by customer', async () => {
    const { data } = await run('{ collectionGestiones(filter: { customerId: { eq: "900" } }) { nodes { id } } }');
    expect(data).toEqual({ collectionGestiones: { nodes: [{ id: 'g' }] } });
  });

  test.each([
    ['cases(filter: {}) { totalCount }', 'filter'],
    ['cases(filter: { condition: OPEN }) { totalCount }', 'filter'],
    ['cases(filter: { status: {} }) { totalCount }', 'filter.status'],
    ['cases(filter: { status: { eq: "" } }) { totalCount }', 'filter.status.eq'],
    ['cases(filter: { status: { in: [] } }) { totalCount }', 'filter.status.in'],
    ['cases(filter: { createdAt: {} }) { totalCount }', 'filter.createdAt'],
    ['cases(filter: { status: { eq: "a" } }, first: 0) { totalCount }', 'first'],
    ['cases(filter: { status: { eq: "a" } }, first: 101) { totalCount }', 'first'],
    ['cases(filter: { status: { eq: "a" } }, offset: -1) { totalCount }', 'offset'],
    ['cases(filter: { status: { eq: "a" } }, after: "x") { totalCount }', 'after'],
    ['collectionGestiones(filter: { agentId: { eq: "1" } }) { totalCount }', 'filter'],
  ])('%s is refused without a call, naming the argument', async (selection, argument) => {
    const { data, errors } = await run(`{ ${selection} }`);
    expect({ data, errors }).toMatchObject({
      data: { [selection.split('(', 1)[0] ?? '']: null },
      errors: [{ cause: { code: 'BAD_USER_INPUT', argument } }],
    });
    expect(client.calls).toEqual([]);
  });
});

describe('what costs no call', () => {
  test('refuses a plan for a filter that says nothing', async () => {
    const { data, errors } = await run('{ explainCases(filter: {}) { description } }');
    expect({ data, errors }).toMatchObject({
      data: null,
      errors: [{ cause: { code: 'BAD_USER_INPUT', argument: 'filter' } }],
    });
  });

  test('is the quota and the plan of a list', async () => {
    const { data } = await run(`{
      wolkvoxQuota { limit used remaining resetsAt isEstimate reservedForWrites }
      explainCases(filter: { isExpired: true }, first: 10) { minUpstreamCalls maxUpstreamCalls pushedDown residual }
    }`);
    expect(data).toEqual({
      wolkvoxQuota: { limit: 100, used: 3, remaining: 97, resetsAt: null, isEstimate: true, reservedForWrites: 10 },
      explainCases: { minUpstreamCalls: 1, maxUpstreamCalls: 1, pushedDown: ['isExpired'], residual: [] },
    });
    expect(client.calls).toEqual([]);
  });
});

describe('a failed call', () => {
  test('takes down the fields that wanted it with one and the same fault, and no others', async () => {
    const fault = new Fault('UPSTREAM_TIMEOUT');
    client.onSearch = ({ value }) => {
      if (value === 'c1') throw fault;
    };
    const { data, errors } = await run(`{
      a: case(id: "c1") { id } b: case(id: "c1") { id } c: case(id: "c2") { id }
    }`);
    expect(data).toEqual({ a: null, b: null, c: { id: 'c2' } });
    expect(errors.map(({ path }) => path)).toEqual(['a', 'b']);
    for (const { cause } of errors) expect(cause).toBe(fault);
  });
});
