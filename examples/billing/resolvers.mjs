import { GraphQLError } from 'graphql';

/**
 * @typedef {import('./ledger.mjs').Invoice} Invoice
 * @typedef {{ identification: string }} Customer a contact, as billing knows it
 * @typedef {{ caseNumber: string }} CaseReference a case, as billing knows it
 */

/**
 * The billing subgraph over one ledger. It names contacts and cases by their keys; everything else about them is for the
 * CRM subgraph to say.
 *
 * @param {import('./ledger.mjs').Ledger} ledger
 */
export function createResolvers(ledger) {
  return {
    Query: {
      invoice: (/** @type {unknown} */ _source, /** @type {{ id: string }} */ { id }) => ledger.invoiceById(id),
      invoices(/** @type {unknown} */ _source, /** @type {{ first: number | null }} */ { first }) {
        if (first === null || first < 1 || first > 100) {
          throw new GraphQLError('`first` must be from 1 to 100.', { extensions: { code: 'BAD_USER_INPUT' } });
        }
        return ledger.latestInvoices(first);
      },
    },
    Invoice: {
      __resolveReference: async (/** @type {{ id: string }} */ { id }) => ledger.invoiceById(id),
      customer: (/** @type {Invoice} */ invoice) => ({ identification: invoice.identification }),
      cases: (/** @type {Invoice} */ invoice) => invoice.caseNumbers.map((caseNumber) => ({ caseNumber })),
    },
    Contact: {
      __resolveReference: async (/** @type {Customer} */ { identification }) => entityByKey({ identification }),
      invoices: (/** @type {Customer} */ { identification }) => ledger.invoicesOfCustomer(identification),
      openBalance: (/** @type {Customer} */ { identification }) =>
        ledger
          .invoicesOfCustomer(identification)
          .filter((invoice) => invoice.status !== 'PAID')
          .reduce((sum, invoice) => sum + invoice.amount, 0),
    },
    Case: {
      __resolveReference: async (/** @type {CaseReference} */ { caseNumber }) => entityByKey({ caseNumber }),
      invoices: (/** @type {CaseReference} */ { caseNumber }) => ledger.invoicesOfCase(caseNumber),
    },
  };
}

/**
 * What a gateway refers to, or null where the CRM has no value for the key: Apollo Gateway asks for those too.
 *
 * @param {Record<string, string | null | undefined>} key
 */
function entityByKey(key) {
  return Object.values(key).every((value) => typeof value === 'string') ? key : null;
}
