import { askSubgraph } from './askSubgraph.mjs';

/** A customer and a case that the CRM does not have, to see what a graph does about such references. */
const unknownToTheCrm = { identification: '1099999998', caseNumbers: ['PET-00000000000000000'] };

/**
 * Whom billing has accounts for: the contacts of some of the CRM's cases, with those cases. Costs the CRM one call.
 *
 * @param {string} url @param {Record<string, string>} headers
 * @returns {Promise<import('../billing/ledger.mjs').Account[]>}
 */
export async function readAccounts(url, headers) {
  const { cases } = await askSubgraph(
    url,
    headers,
    '{ cases(filter: { type: { eq: "Request" } }, first: 50) { nodes { caseNumber contact { identification } } } }',
  );
  /** @type {Map<string, string[]>} */
  const caseNumbersByCustomer = new Map();
  for (const { caseNumber, contact } of cases.nodes) {
    const identification = contact?.identification;
    if (!caseNumber || !identification) continue;
    caseNumbersByCustomer.set(identification, [...(caseNumbersByCustomer.get(identification) ?? []), caseNumber]);
  }
  const accounts = [...caseNumbersByCustomer].map(([identification, caseNumbers]) => ({ identification, caseNumbers }));
  return [...accounts, unknownToTheCrm];
}
