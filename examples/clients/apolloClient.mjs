import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';

/**
 * Values without an id: what one query knows of them is merged with what another one knows.
 *
 * @type {import('@apollo/client').TypePolicy}
 */
const value = { keyFields: false, merge: true };

/**
 * A cache that knows the graph's records by id, and its lists by their filters.
 *
 * @returns {InMemoryCache}
 */
export function createCache() {
  return new InMemoryCache({
    possibleTypes: {
      ActivitySubject: ['Case', 'Contact', 'Company', 'RecordReference'],
      MutationPayload: [
        'CreateActivityPayload',
        'CreateCasePayload',
        'CreateContactPayload',
        'UpdateCasePayload',
        'UpdateContactPayload',
        'UpdateRecordPayload',
      ],
    },
    typePolicies: {
      Query: {
        fields: {
          cases: relayStylePagination(['filter', 'order']),
          collectionGestiones: relayStylePagination(['filter']),
        },
      },
      Case: { fields: { activities: relayStylePagination() } },
      Contact: {
        fields: {
          cases: relayStylePagination(['filter', 'order']),
          activities: relayStylePagination(),
          collectionGestiones: relayStylePagination(),
        },
      },
      Owner: { fields: { cases: relayStylePagination(['role', 'filter', 'order']) } },
      CaseType: value,
      CaseStatus: value,
      CasePriority: value,
      PhoneNumber: value,
      ResultInfo: value,
      TenantVocabulary: value,
      WolkvoxQuota: value,
      // Its id is unique only together with its module.
      RecordReference: { keyFields: false },
    },
  });
}

/**
 * @param {string} uri
 * @param {import('@apollo/client').ApolloLink} [link] where more than plain HTTP is needed
 * @returns {ApolloClient}
 */
export function createClient(uri, link = new HttpLink({ uri })) {
  return new ApolloClient({ link, cache: createCache() });
}
