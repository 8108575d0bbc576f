/** What stands in the editor when the explorer is opened for the first time. */
export const firstQuery = `# Type a query: the bar above shows how many calls to the CRM it may cost.
# Nothing runs before you press the button, or Ctrl+Enter.

query OpenCases {
  cases(filter: { status: { eq: "Abierto" } }, first: 5, order: NEWEST_FIRST) {
    nodes {
      caseNumber
      createdAt
      contact {
        name
        email
      }
    }
    result {
      upstreamCalls
      freshness
    }
  }
}
`;
