/** Crosses both ways: from the CRM's cases to billing's invoices, and from those back to the CRM's cases. */
export const tourQuery = `query Tour {
  cases(filter: { type: { eq: "Request" } }, first: 5) {
    nodes {
      caseNumber
      status { condition }
      contact {
        name
        openBalance
        invoices { number amount currency status cases { caseNumber status { name condition } } }
      }
    }
    result { upstreamCalls }
  }
}
`;
