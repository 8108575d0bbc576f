const phone = 'phone { country code value e164 }';
const owner = '{ id user name email isGroup }';
const result =
  'result { upstreamCalls freshness fetchedAt isComplete totalCountIsExact warnings { code } } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

/** Everything of a case that travels in its row. */
export const caseFields = `
  id caseNumber sequence prefix type { name kind } status { name condition } priority { name resolutionMinutes }
  description solution reason isReopened isOverdue dueAt createdAt createdBy updatedAt updatedBy closedAt dependency
  contact { id name email identification ${phone} } company { id name identification }
  owner ${owner} responsible ${owner} ownerGroups history { at user tag message } files { name url }
  customFields { label text value }`;
/** Everything of a contact that is its record's own. */
export const contactFields = `id name email identification ${phone} createdAt updatedAt customFields { label text value }`;
export const ownerFields = 'id user name email isGroup';
export const activityFields = 'id kind name status priority description dueAt remindAt participants createdAt';
export const gestionFields =
  'id recordId typificationCode typification obligation customerId customerName agentId agentName campaignId occurredAt';

/** What is selected of a list. */
export const connection = (fields: string): string => `edges { cursor node { id } } nodes { ${fields} } ${result}`;

/** A list of cases by `$f`, `$n`, `$a` and `$o`. */
export const listDocument = `query ($f: CaseFilter!, $n: Int, $a: String, $o: Int) {
  cases(filter: $f, first: $n, after: $a, offset: $o) { ${connection(caseFields)} }
}`;

export const gestionesDocument = `query ($f: CollectionGestionFilter!, $n: Int, $a: String, $o: Int) {
  collectionGestiones(filter: $f, first: $n, after: $a, offset: $o) { ${connection(gestionFields)} }
}`;

export const explainDocument = `query ($f: CaseFilter!, $n: Int, $a: String, $o: Int) {
  explainCases(filter: $f, first: $n, after: $a, offset: $o) { minUpstreamCalls maxUpstreamCalls pushedDown residual description }
}`;

/** As many lists in one operation as there are variables for: `$f0`, `$n0`, `$o0` and so on. */
export function listsDocument(count: number): string {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const declared = numbers.map((index) => `$f${index}: CaseFilter!, $n${index}: Int, $o${index}: Int`).join(', ');
  const fields = numbers.map(
    (index) => `l${index}: cases(filter: $f${index}, first: $n${index}, offset: $o${index}) { ...list }`,
  );
  return `query (${declared}) { ${fields.join(' ')} } fragment list on CaseConnection { ${connection(caseFields)} }`;
}

/** A list of cases with what hangs on their contacts and on themselves. */
export const edgesDocument = `query ($f: CaseFilter!, $n: Int, $a: String, $o: Int) {
  cases(filter: $f, first: $n, after: $a, offset: $o) {
    edges { cursor node { id } }
    nodes {
      id
      contact {
        ${contactFields}
        owner { name }
        cases(first: 5) { ${connection('id')} }
        collectionGestiones(first: 10) { ${connection(gestionFields)} }
      }
      activities(first: 10) { ${connection(activityFields)} }
    }
    ${result}
  }
}`;

/** Entities for a router, with what tells them apart. */
export const entitiesDocument = `query ($r: [_Any!]!) { _entities(representations: $r) {
  __typename
  ... on Case { ${caseFields} }
  ... on Contact { ${contactFields} }
  ... on Owner { ${ownerFields} }
  ... on Activity { id kind name }
  ... on CollectionGestion { ${gestionFields} }
} }`;

/** Root look-ups: what may be asked, each with one key. */
export const lookUps = {
  case: caseFields,
  contact: contactFields,
  owner: ownerFields,
  activity: activityFields,
} as const;
