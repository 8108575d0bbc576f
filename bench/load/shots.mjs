/** @typedef {import('./Load.mjs').Shot} Shot */

let writes = 0;

/** @param {string} id @returns {Shot} */
export const readShot = (id) => ({
  kind: 'read',
  body: {
    query: 'query ($id: ID!) { case(id: $id) { id caseNumber status { name } contact { name } } }',
    variables: { id },
  },
});

/** @param {string} status @param {number} offset @returns {Shot} */
export const listShot = (status, offset) => ({
  kind: 'read',
  body: {
    query: `query ($s: String!, $o: Int) {
      cases(filter: { status: { eq: $s } }, first: 20, offset: $o) { nodes { id caseNumber } totalCount }
    }`,
    variables: { s: status, o: offset },
  },
});

/** @param {string} id @returns {Shot} */
export const entityShot = (id) => ({
  kind: 'read',
  body: {
    query: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Case { id status { name } } } }',
    variables: { r: [{ __typename: 'Case', id }] },
  },
});

/** A contact that there was not; each with a key of its own. @returns {Shot} */
export function writeShot() {
  writes += 1;
  return {
    kind: 'write',
    body: {
      query: 'mutation ($i: CreateContactInput!) { createContact(input: $i) { outcome contact { id } } }',
      variables: { i: { idempotencyKey: `bench ${writes}`, name: 'Persona Prueba', email: `p${writes}@example.com` } },
    },
  };
}

/** What the server refuses, in turn. @param {number} nth @returns {Shot} */
export function wrongShot(nth) {
  const wrong = [
    { query: `{ case(id: "${nth}") { id ` },
    { query: `{ nothing${nth} }` },
    { query: `{ ${Array.from({ length: 30 }, (_, index) => `a${index}x${nth}: __typename`).join(' ')} }` },
    { query: 'query ($id: ID!) { case(id: $id) { id } }', variables: { id: { nested: [nth] } } },
    { query: '{ cases(filter: { status: { eq: "x" } }, first: 101) { totalCount } }' },
  ];
  return { kind: 'wrong', body: wrong[nth % wrong.length] ?? {} };
}
