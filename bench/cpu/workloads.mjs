import { caseId } from './rows.mjs';

/**
 * @typedef {object} Workload
 * @property {string} name
 * @property {boolean} isRemembered whether the server answers from what it has read before
 * @property {(nth: number) => { operationName: string, query: string, variables: Record<string, unknown> }} request the
 *   question with this number; no two of a workload that is not remembered are equal
 * @property {(nth: number) => string} mark a text that the answer to this question has, and no other one's
 */

const row = `id caseNumber type { name } status { name condition } priority { name } description createdAt updatedAt dueAt
  closedAt contact { id name email } owner { id name } company { name }`;
const list = `query List($status: String!, $offset: Int!) {
  cases(filter: { status: { eq: $status } }, first: 100, offset: $offset) { nodes { ${row} } }
}`;
const one = 'query One($id: ID!) { case(id: $id) { id caseNumber createdAt description } }';
const entities = `query Entities($representations: [_Any!]!) { _entities(representations: $representations) { ... on Case {
  id caseNumber status { name condition } createdAt contact { id name }
} } }`;
const rowsInList = 100;
const entityCount = 50;

/** @param {number} nth */
const listRequest = (nth) => ({
  operationName: 'List',
  query: list,
  variables: { status: 'Abierto', offset: nth * rowsInList },
});
/** @param {number} nth of the first of the entities */
const entityRequest = (nth) => ({
  operationName: 'Entities',
  query: entities,
  variables: {
    representations: Array.from({ length: entityCount }, (_, index) => ({
      __typename: 'Case',
      id: caseId(nth * entityCount + index),
    })),
  },
});
/** How many different questions a server has to remember. */
const remembered = 4;

/** @type {readonly Workload[]} */
export const workloads = [
  {
    name: '100 cases × 17 fields, a call each',
    isRemembered: false,
    request: listRequest,
    mark: (nth) => caseId(nth * rowsInList),
  },
  {
    name: '100 cases × 17 fields from memory',
    isRemembered: true,
    request: (nth) => listRequest(nth % remembered),
    mark: (nth) => caseId((nth % remembered) * rowsInList),
  },
  {
    name: 'one case, 4 fields, a call each',
    isRemembered: false,
    request: (nth) => ({ operationName: 'One', query: one, variables: { id: caseId(nth) } }),
    mark: (nth) => caseId(nth),
  },
  {
    name: '50 entities from memory',
    isRemembered: true,
    request: (nth) => entityRequest(nth % remembered),
    mark: (nth) => caseId((nth % remembered) * entityCount),
  },
];
