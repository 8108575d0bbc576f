import { filterOperations } from './filterOperations.mjs';

/**
 * The published workload: operations as clients send them, with the exact number of upstream calls that each must
 * cost and the fewest that any client of the vendor's API could spend on it. The end-to-end test holds every line of
 * it; the bench and docs/calls.md print it.
 *
 * @typedef {object} Sample Keys of records that exist upstream; see sample.mjs.
 * @property {{ id: string, caseNumber: string }} case
 * @property {readonly string[]} caseIds five distinct ids
 * @property {{ id: string, email: string, identification: string }} contact one with collection steps
 * @property {{ id: string, user: string }} owner
 * @property {{ id: string }} group a group, which is responsible for cases and owns none
 * @property {{ id: string }} company
 * @property {{ id: string, caseId: string }} activity one that hangs on a case
 * @property {{ id: string }} gestion
 * @property {string} status the commonest open status
 * @property {number} distinctContacts distinct contacts among the first five cases of that status
 *
 * @typedef {object} Operation
 * @property {string} name
 * @property {string} document
 * @property {(sample: Sample) => Record<string, unknown>} [variables]
 * @property {(sample: Sample) => Record<string, unknown>} [filter] for a list of cases, its filter
 * @property {number} [first] and its length
 * @property {(sample: Sample) => { document: string, variables: Record<string, unknown> }} [before] sent beforehand and
 *   not counted; its `cases.pageInfo.endCursor` is the variable `after`
 * @property {boolean} [isRefused] whether the answer is BAD_USER_INPUT
 * @property {number | ((sample: Sample) => number)} calls what it costs
 * @property {number | ((sample: Sample) => number)} [floor] the fewest possible; the same as `calls` when left out
 * @property {string} why
 */

const caseFields = 'id caseNumber type { name kind } status { name condition } createdAt';
const embedded = `
  contact { id name identification email phone { e164 } }
  company { id name identification }
  owner { id user name } responsible { id name isGroup }
  history { at user message } files { name url } customFields { label text }`;

/** @type {readonly Operation[]} */
export const operations = [
  {
    name: 'a case by id',
    document: `query ($id: ID!) { case(id: $id) { ${caseFields} } }`,
    variables: (sample) => ({ id: sample.case.id }),
    calls: 1,
    why: 'one search by id',
  },
  {
    name: 'a case by number',
    document: `query ($number: String!) { case(caseNumber: $number) { ${caseFields} } }`,
    variables: (sample) => ({ number: sample.case.caseNumber }),
    calls: 1,
    why: 'one search by number',
  },
  {
    name: 'a case with everything that travels inside it',
    document: `query ($id: ID!) { case(id: $id) { ${caseFields} ${embedded} } }`,
    variables: (sample) => ({ id: sample.case.id }),
    calls: 1,
    why: 'contact, company, owner, responsible, history, files and form are in the row',
  },
  {
    name: 'a case that does not exist',
    document: `{ case(id: "000000000000000000000000") { id } }`,
    calls: 1,
    why: 'only the CRM can say so',
  },
  {
    name: 'one case under two aliases',
    document: `query ($id: ID!) { a: case(id: $id) { id } b: case(id: $id) { status { name } } }`,
    variables: (sample) => ({ id: sample.case.id }),
    calls: 1,
    why: 'equal keys are asked for once',
  },
  {
    name: 'two different cases',
    document: `query ($a: ID!, $b: ID!) { a: case(id: $a) { id } b: case(id: $b) { id } }`,
    variables: (sample) => ({ a: sample.caseIds[0], b: sample.caseIds[1] }),
    calls: 2,
    why: 'the CRM has no look-up of several ids',
  },
  {
    name: 'the first 20 cases of a status',
    document: `query ($s: String!) { cases(filter: { status: { eq: $s } }) { nodes { ${caseFields} } totalCount } }`,
    variables: (sample) => ({ s: sample.status }),
    calls: 1,
    why: 'one page',
  },
  {
    name: '100 cases with everything that travels inside them',
    document: `query ($s: String!) {
      cases(filter: { status: { eq: $s } }, first: 100) { nodes { ${caseFields} ${embedded} } }
    }`,
    variables: (sample) => ({ s: sample.status }),
    calls: 1,
    why: 'one page, however much of each row is selected',
  },
  {
    name: 'a window that no page of its size begins with',
    document: `query ($s: String!) {
      cases(filter: { status: { eq: $s } }, first: 50, offset: 37) { nodes { id } pageInfo { hasNextPage } }
    }`,
    variables: (sample) => ({ s: sample.status }),
    calls: 1,
    why: 'the page size is chosen so that the window lies within one page',
  },
  {
    name: 'the same list under two aliases',
    document: `query ($s: String!) {
      a: cases(filter: { status: { eq: $s } }, first: 5) { nodes { id } }
      b: cases(filter: { status: { in: [$s] } }, first: 5) { totalCount }
    }`,
    variables: (sample) => ({ s: sample.status }),
    calls: 1,
    why: 'equal lists are asked for once',
  },
  {
    name: 'five cases and their contacts’ own fields',
    document: `query ($s: String!) {
      cases(filter: { status: { eq: $s } }, first: 5) { nodes { id contact { id customFields { label text } } } }
    }`,
    variables: (sample) => ({ s: sample.status }),
    calls: (sample) => 1 + sample.distinctContacts,
    why: 'one page, then one call per distinct contact',
  },
  {
    name: 'five cases and their activities',
    document: `query ($s: String!) {
      cases(filter: { status: { eq: $s } }, first: 5) { nodes { id activities { nodes { id name } } } }
    }`,
    variables: (sample) => ({ s: sample.status }),
    calls: 6,
    why: 'one page, then one call per case',
  },
  {
    name: 'a contact by id',
    document: `query ($id: ID!) { contact(id: $id) { id name email } }`,
    variables: (sample) => ({ id: sample.contact.id }),
    calls: 1,
    why: 'one search by id',
  },
  {
    name: 'a contact by e-mail, with owner and own fields',
    document: `query ($email: String!) {
      contact(email: $email) { id owner { id user } createdAt customFields { label value } }
    }`,
    variables: (sample) => ({ email: sample.contact.email }),
    calls: 1,
    why: 'the contacts module returns the whole record',
  },
  {
    name: 'a contact by document number',
    document: `query ($n: String!) { contact(identification: $n) { id identification } }`,
    variables: (sample) => ({ n: sample.contact.identification }),
    calls: 1,
    why: 'one search by document number',
  },
  {
    name: 'a contact and its cases',
    document: `query ($id: ID!) { contact(id: $id) { id name cases(first: 10) { nodes { id contact { id name } } } } }`,
    variables: (sample) => ({ id: sample.contact.id }),
    calls: 2,
    why: 'the contact, and one page of its cases',
  },
  {
    name: 'a contact with cases, activities and collection steps',
    document: `query ($id: ID!) {
      contact(id: $id) {
        name
        cases { totalCount }
        activities { nodes { id } }
        collectionGestiones { nodes { id occurredAt } }
      }
    }`,
    variables: (sample) => ({ id: sample.contact.id }),
    calls: 4,
    why: 'the contact, and one page of each',
  },
  {
    name: 'an owner by id',
    document: `query ($id: ID!) { owner(id: $id) { id user name } }`,
    variables: (sample) => ({ id: sample.owner.id }),
    calls: 1,
    why: 'found in one of the cases it owns',
  },
  {
    name: 'an owner by login, and its cases',
    document: `query ($user: String!) { owner(user: $user) { id cases(first: 10) { nodes { id owner { id } } } } }`,
    variables: (sample) => ({ user: sample.owner.user }),
    calls: 2,
    why: 'found in one of its cases, then one page',
  },
  {
    name: 'a group that owns no case',
    document: `query ($id: ID!) { owner(id: $id) { id name isGroup } }`,
    variables: (sample) => ({ id: sample.group.id }),
    calls: 2,
    why: 'not found as owner, found as responsible',
  },
  {
    name: 'an activity',
    document: `query ($id: ID!) { activity(id: $id) { id kind dueAt subject { ... on Case { id } } } }`,
    variables: (sample) => ({ id: sample.activity.id }),
    calls: 1,
    why: 'the id of what it hangs on is in the row',
  },
  {
    name: 'an activity and the case it hangs on',
    document: `query ($id: ID!) { activity(id: $id) { id subject { ... on Case { id status { name } } } } }`,
    variables: (sample) => ({ id: sample.activity.id }),
    calls: 2,
    why: 'the activity, then its case',
  },
  {
    name: 'a customer’s collection steps',
    document: `query ($n: String!) {
      collectionGestiones(filter: { customerId: { eq: $n } }) { nodes { id typification occurredAt } totalCount }
    }`,
    variables: (sample) => ({ n: sample.contact.identification }),
    calls: 1,
    why: 'one page',
  },
  {
    name: 'a customer’s collection steps, each with its contact',
    document: `query ($n: String!) {
      collectionGestiones(filter: { customerId: { eq: $n } }) { nodes { id contact { id name } } }
    }`,
    variables: (sample) => ({ n: sample.contact.identification }),
    calls: 2,
    why: 'one page, then one call for the one customer of all steps',
  },
  {
    name: 'what is left of the quota',
    document: `{ wolkvoxQuota { used remaining reservedForWrites } }`,
    calls: 0,
    why: 'counted here',
  },
  {
    name: 'the plan of a list',
    document: `query ($s: String!) {
      explainCases(filter: { status: { eq: $s } }) { minUpstreamCalls maxUpstreamCalls pushedDown }
    }`,
    variables: (sample) => ({ s: sample.status }),
    calls: 0,
    why: 'planning asks nobody',
  },
  {
    name: 'three cases for a router, one of them twice',
    document: `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Case { id status { name } } } }`,
    variables: (sample) => ({
      r: [0, 1, 2, 0].map((index) => ({ __typename: 'Case', id: sample.caseIds[index] })),
    }),
    calls: 3,
    why: 'one call per distinct key',
  },
  {
    name: 'one entity of each kind for a router',
    document: `query ($r: [_Any!]!) {
      _entities(representations: $r) {
        ... on Case { id } ... on Contact { name } ... on Owner { name } ... on Company { name }
        ... on Activity { name } ... on CollectionGestion { typification }
      }
    }`,
    variables: (sample) => ({
      r: [
        { __typename: 'Case', caseNumber: sample.case.caseNumber },
        { __typename: 'Contact', email: sample.contact.email },
        { __typename: 'Owner', user: sample.owner.user },
        { __typename: 'Company', id: sample.company.id },
        { __typename: 'Activity', id: sample.activity.id },
        { __typename: 'CollectionGestion', id: sample.gestion.id },
      ],
    }),
    calls: 6,
    why: 'one call per entity',
  },
  {
    name: 'an entity that does not exist',
    document: `{ _entities(representations: [{ __typename: "Company", id: "nobody" }]) { ... on Company { id } } }`,
    calls: 1,
    why: 'only the CRM can say so',
  },
  {
    name: 'create a case, select what the CRM returns',
    document: `mutation ($input: CreateCaseInput!) { createCase(input: $input) { outcome case { id caseNumber } } }`,
    variables: (sample) => ({ input: caseInput(sample, 'golden-create-1') }),
    calls: 1,
    why: 'the write; its answer carries both ids',
  },
  {
    name: 'create a case, read it back',
    document: `mutation ($input: CreateCaseInput!) {
      createCase(input: $input) { outcome case { id status { name } contact { name } } }
    }`,
    variables: (sample) => ({ input: caseInput(sample, 'golden-create-2') }),
    calls: 2,
    why: 'the write, then the record',
  },
  {
    name: 'the same creation again',
    document: `mutation ($input: CreateCaseInput!) { createCase(input: $input) { outcome case { id caseNumber } } }`,
    variables: (sample) => ({ input: caseInput(sample, 'golden-create-1') }),
    calls: 0,
    why: 'the journal knows what became of it',
  },
  {
    name: 'change a case',
    document: `mutation ($id: ID!) {
      updateCase(input: { idempotencyKey: "golden-update-1", id: $id, priority: "Baja" }) { outcome case { id } }
    }`,
    variables: (sample) => ({ id: sample.case.id }),
    calls: 1,
    why: 'the write',
  },
  {
    name: 'create a task on a case',
    document: `mutation ($id: ID!, $user: String!) {
      createTask(input: {
        idempotencyKey: "golden-task-1", subject: { module: "cases", id: $id }, name: "Devolver la llamada"
        priority: HIGH, dueAt: "2026-12-01T15:00:00Z", ownerUser: $user
      }) { outcome activity { id } }
    }`,
    variables: (sample) => ({ id: sample.case.id, user: sample.owner.user }),
    calls: 1,
    why: 'the write',
  },
  {
    name: 'create a contact',
    document: `mutation {
      createContact(input: { idempotencyKey: "golden-contact-1", name: "Lucía Peña", email: "lucia.pena@example.com" }) {
        outcome contact { id }
      }
    }`,
    calls: 1,
    why: 'the write',
  },
  {
    name: 'a write that cannot be accepted',
    document: `mutation {
      updateRecord(input: { idempotencyKey: "golden-record-1", module: "invoices", id: "1", fields: { a: 1 } }) {
        outcome userErrors { code }
      }
    }`,
    calls: 0,
    why: 'refused before any call',
  },
  {
    name: 'a list longer than a page may be',
    document: `query ($s: String!) { cases(filter: { status: { eq: $s } }, first: 101) { nodes { id } } }`,
    variables: (sample) => ({ s: sample.status }),
    calls: 0,
    isRefused: true,
    why: 'refused before any call',
  },
  ...filterOperations,
];

/**
 * @param {Sample} sample
 * @param {string} idempotencyKey
 */
function caseInput(sample, idempotencyKey) {
  return {
    idempotencyKey,
    type: 'Request',
    description: 'No llegó la factura de noviembre',
    status: sample.status,
    priority: 'Alta',
    contactEmail: sample.contact.email,
    ownerUser: sample.owner.user,
    responsibleUser: sample.owner.user,
  };
}

/**
 * @param {number | ((sample: Sample) => number)} count
 * @param {Sample} sample
 */
export const resolveCount = (count, sample) => (typeof count === 'number' ? count : count(sample));
