/**
 * The part of the published workload that lists cases and collection steps by filters the vendor's API cannot search
 * as they are. The bench of the planner tries every way to read each of them; see planner.mjs.
 */

/** @typedef {import('./operations.mjs').Operation} Operation */

const fields = 'id caseNumber status { name condition } createdAt';
const listed = `{ nodes { ${fields} } totalCount pageInfo { hasNextPage endCursor } result { upstreamCalls isComplete } }`;
const document = `query ($filter: CaseFilter!, $first: Int, $after: String) {
  cases(filter: $filter, first: $first, after: $after) ${listed}
}`;

/**
 * @param {{
 *   name: string,
 *   filter: NonNullable<Operation['filter']>,
 *   first?: number,
 *   calls: Operation['calls'],
 *   why: string,
 * }} parts
 * @returns {Operation}
 */
function list({ name, filter, first = 20, calls, why }) {
  return { name, document, filter, first, variables: (sample) => ({ filter: filter(sample), first }), calls, why };
}

/**
 * @param {{ name: string, calls: number, why: string }} parts
 * @returns {Operation}
 */
function newest({ name, calls, why }) {
  return {
    name,
    document: `query ($type: String!) { cases(filter: { type: { eq: $type } }, order: NEWEST_FIRST) ${listed} }`,
    variables: () => ({ type: 'Request' }),
    calls,
    why,
  };
}

/** @param {string} from @param {string} to */
const range = (from, to) => ({ gte: `${from}T05:00:00Z`, lt: `${to}T05:00:00Z` });

/** @type {readonly Operation[]} */
export const filterOperations = [
  list({
    name: 'an owner’s cases of a status',
    filter: (sample) => ({ ownerUser: { eq: sample.owner.user }, status: { eq: sample.status } }),
    calls: 1,
    why: 'searched by owner, the shorter list; the status is compared here',
  }),
  list({
    name: 'a contact’s cases of a type and a status',
    filter: (sample) => ({
      contactId: { eq: sample.contact.id },
      type: { in: ['Request', 'Complaints'] },
      status: { in: [sample.status, 'Cerrado'] },
    }),
    calls: 1,
    why: 'searched by contact; type and status are compared here',
  }),
  list({
    name: 'a case by number, if it is still open',
    filter: (sample) => ({ caseNumber: { eq: sample.case.caseNumber }, condition: 'OPEN' }),
    calls: 1,
    why: 'a key is searched, whatever else is asked',
  }),
  list({
    name: 'cases of two statuses',
    filter: (sample) => ({ status: { in: [sample.status, 'En espera'] } }),
    calls: 2,
    why: 'one search each, merged in the order of the records',
  }),
  list({
    name: 'five cases by id, those that are open',
    filter: (sample) => ({ id: { in: sample.caseIds }, condition: 'OPEN' }),
    calls: 5,
    why: 'the CRM has no look-up of several ids',
  }),
  list({
    name: 'the cases of a week',
    filter: () => ({ createdAt: range('2026-03-02', '2026-03-09') }),
    first: 100,
    calls: 1,
    why: 'the CRM lists what was created in a span of time',
  }),
  list({
    name: 'the closed cases of a month',
    filter: () => ({ createdAt: range('2026-02-01', '2026-03-01'), status: { eq: 'Cerrado' } }),
    first: 100,
    calls: 1,
    why: 'a month is shorter than a status of 660 cases',
  }),
  list({
    name: 'what an owner has to act on this quarter',
    filter: (sample) => ({
      responsibleUser: { eq: sample.owner.user },
      condition: 'OPEN',
      createdAt: range('2026-01-01', '2026-04-01'),
    }),
    calls: 1,
    why: 'searched by the responsible user; the rest is evaluated here',
  }),
  list({
    name: 'reopened complaints',
    filter: () => ({ isReopened: true, type: { eq: 'Complaints' } }),
    calls: 1,
    why: 'searched by the flag that few cases have',
  }),
  list({
    name: 'closed cases that were changed in a day',
    filter: () => ({ status: { eq: 'Cerrado' }, updatedAt: range('2026-03-02', '2026-03-03') }),
    calls: 3,
    why: 'the CRM cannot search changes: every closed case is looked at, 250 a call',
  }),
  {
    name: 'the second page of a filter',
    document,
    before: (sample) => ({
      document,
      variables: { filter: { ownerUser: { eq: sample.owner.user }, condition: 'CLOSED' }, first: 5 },
    }),
    variables: (sample) => ({ filter: { ownerUser: { eq: sample.owner.user }, condition: 'CLOSED' }, first: 5 }),
    calls: 1,
    why: 'goes on where the first page stopped, its last row fetched along',
  },
  newest({
    name: 'the newest cases of a type',
    calls: 2,
    why: 'the first page tells how many there are, then the last page',
  }),
  newest({ name: 'the newest cases of a type, once more', calls: 1, why: 'the last page; the total is remembered' }),
  {
    name: 'the plan of a filter',
    document: `query ($filter: CaseFilter!) {
      explainCases(filter: $filter) { minUpstreamCalls maxUpstreamCalls pushedDown residual description }
    }`,
    variables: (sample) => ({ filter: { ownerUser: { eq: sample.owner.user }, condition: 'CLOSED' } }),
    calls: 0,
    why: 'planning asks nobody',
  },
  {
    name: 'a filter that contradicts itself',
    document: `query ($id: ID!) { contact(id: $id) { cases(filter: { contactId: { eq: "somebody" } }) { totalCount } } }`,
    variables: (sample) => ({ id: sample.contact.id }),
    calls: 1,
    why: 'the contact; nothing can be in the list',
  },
  {
    name: 'a customer’s collection steps since a date',
    document: `query ($n: String!) {
      collectionGestiones(filter: { customerId: { eq: $n }, occurredAt: { gte: "2025-01-01T00:00:00Z" } }) {
        nodes { id agentName } totalCount
      }
    }`,
    variables: (sample) => ({ n: sample.contact.identification }),
    calls: 1,
    why: 'searched by customer; the time is compared here',
  },
  {
    name: 'a filter that nothing can be searched by',
    document: `{ cases(filter: { condition: OPEN }) { totalCount } }`,
    calls: 0,
    isRefused: true,
    why: 'refused before any call',
  },
];
