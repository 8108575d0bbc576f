import { type FieldPolicy, InMemoryCache, type Reference, type TypePolicy } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';

/** Values without an id: what one query knows of them is merged with what another one knows. */
const value: TypePolicy = { keyFields: false, merge: true };

/**
 * A list whose pages are joined. Cases come in while somebody scrolls, and the CRM counts pages from the start: a row
 * that is there already is not added again.
 */
function pages(keyArgs: string[]): FieldPolicy {
  const { merge, ...policy } = relayStylePagination(keyArgs);
  if (typeof merge !== 'function') throw new Error('pages are not joined');
  const mergeDistinct: typeof merge = (existing, incoming, options) => {
    const joined = merge(existing, incoming, options);
    if (!joined) return joined;
    const seen = new Set<unknown>();
    const edges = joined.edges.filter((edge) => {
      const id = options.readField('id', options.readField<Reference>('node', edge));
      return !seen.has(id) && seen.add(id);
    });
    return { ...joined, edges };
  };
  return { ...policy, merge: mergeDistinct };
}

/** A cache that knows records by their id, and lists by their filter and order. */
export function createCache(): InMemoryCache {
  return new InMemoryCache({
    typePolicies: {
      Query: {
        fields: {
          cases: pages(['filter', 'order']),
          collectionGestiones: pages(['filter']),
        },
      },
      Contact: { fields: { collectionGestiones: pages([]) } },
      CaseForm: value,
      CaseType: value,
      CaseStatus: value,
      CasePriority: value,
      PhoneNumber: value,
      ResultInfo: value,
      TenantVocabulary: value,
      WolkvoxQuota: value,
    },
  });
}
