/** The part of the graph that the workloads ask for, as the peers serve it: one schema and one set of resolvers for all. */
import DataLoader from 'dataloader';
import { createVendor, toCondition, toInstant, toName } from './vendor.mjs';

export const typeDefs = `
  scalar DateTime
  scalar _Any
  enum CaseCondition { OPEN ON_HOLD SOLVED CLOSED UNKNOWN }
  union _Entity = Case
  input StringFilter { eq: String, in: [String!] }
  input CaseFilter { status: StringFilter }
  type Query {
    case(id: ID!): Case
    cases(filter: CaseFilter!, first: Int = 20, offset: Int): CaseConnection!
    _entities(representations: [_Any!]!): [_Entity]!
  }
  type CaseConnection { nodes: [Case!]! }
  type Case {
    id: ID!
    caseNumber: String
    type: CaseType
    status: CaseStatus
    priority: CasePriority
    description: String
    createdAt: DateTime
    updatedAt: DateTime
    dueAt: DateTime
    closedAt: DateTime
    contact: Contact
    owner: Owner
    company: Company
  }
  type CaseType { name: String }
  type CaseStatus { name: String, condition: CaseCondition }
  type CasePriority { name: String }
  type Contact { id: ID!, name: String, email: String }
  type Owner { id: ID, name: String }
  type Company { name: String }
`;

export const resolvers = {
  Query: {
    case: (_, { id }, { cases }) => cases.load(id),
    cases: async (_, { filter, first, offset }, { vendor }) => ({
      nodes: await vendor.listCases(filter.status.eq, first, offset ?? 0),
    }),
    _entities: (_, { representations }, { cases }) => cases.loadMany(representations.map(({ id }) => id)),
  },
  _Entity: { __resolveType: () => 'Case' },
  Case: {
    id: (row) => row.wolkvox_id,
    caseNumber: (row) => row.idPrefijo,
    type: (row) => ({ name: row.caseType }),
    description: (row) => row.description_case,
    createdAt: (row) => toInstant(row.wolkvox_fecha_creacion),
    updatedAt: (row) => toInstant(row.wolkvox_fecha_modificacion),
    dueAt: (row) => toInstant(row.timeEstimated),
    closedAt: (row) => toInstant(row.closeDate),
    contact: (row) => ({ id: row.contactId, name: row.nameContact, email: row.contactEmail }),
    company: (row) => ({ name: row.companyName }),
  },
  CaseStatus: { condition: (status) => toCondition(status.value) },
  Owner: { name: (owner) => toName(owner.name) },
};

/** @param {'pooled' | 'fetched'} way */
export function createContexts(way) {
  const vendor = createVendor(way);
  return () => ({
    vendor,
    cases: new DataLoader((ids) => Promise.all(ids.map((id) => vendor.findCase(id)))),
  });
}
