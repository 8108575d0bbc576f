import { GraphQLError } from 'graphql';

/**
 * The billing subgraph over one ledger. It names contacts and cases by their keys; everything else about them is for the
 * CRM subgraph to say.
 *
 * @param {import('./ledger.mjs').Ledger} ledger
 */
export function createResolvers(ledger) {
  return {
    Query: {
      invoice: (_source, { id }) => ledger.invoiceById(id),
      invoices(_source, { first }) {
        if (first < 1 || first > 100) {
          throw new GraphQLError('`first` must be from 1 to 100.', { extensions: { code: 'BAD_USER_INPUT' } });
        }
        return ledger.latestInvoices(first);
      },
    },
    Invoice: {
      __resolveReference: async ({ id }) => ledger.invoiceById(id),
      customer: (invoice) => ({ identification: invoice.identification }),
      cases: (invoice) => invoice.caseNumbers.map((caseNumber) => ({ caseNumber })),
    },
    Contact: {
      __resolveReference: async ({ identification }) => entityByKey({ identification }),
      invoices: ({ identification }) => ledger.invoicesOfCustomer(identification),
      openBalance: ({ identification }) =>
        ledger
          .invoicesOfCustomer(identification)
          .filter((invoice) => invoice.status !== 'PAID')
          .reduce((sum, invoice) => sum + invoice.amount, 0),
    },
    Case: {
      __resolveReference: async ({ caseNumber }) => entityByKey({ caseNumber }),
      invoices: ({ caseNumber }) => ledger.invoicesOfCase(caseNumber),
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
