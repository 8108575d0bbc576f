import { useQuery } from '@apollo/client/react';
import { useCallback } from 'react';
import { graphql } from '../graphql';
import type { CaseFilter } from '../graphql/graphql';
import { ListNotice } from '../list/ListNotice';
import { useMoreOnScroll } from '../list/useMoreOnScroll';
import { Problem } from '../words/Problem';
import { CaseRow } from './CaseRow';

export const Cases = graphql(/* GraphQL */ `
  query Cases($filter: CaseFilter!, $after: String) {
    cases(filter: $filter, first: 10, after: $after, order: NEWEST_FIRST) {
      totalCount
      edges {
        cursor
        node {
          ...CaseRow
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
      result {
        ...ListResult
      }
    }
  }
`);

/** The cases of a filter, the newest first; more come when the reader scrolls to the end. */
export function CaseList({ filter }: { readonly filter: CaseFilter }) {
  const { data, loading, error, refetch, fetchMore } = useQuery(Cases, {
    variables: { filter },
    notifyOnNetworkStatusChange: true,
  });
  const cases = data?.cases;
  const after = cases?.pageInfo.hasNextPage ? cases.pageInfo.endCursor : null;
  const isReady = after !== null && !loading && !error;
  const loadMore = useCallback(() => fetchMore({ variables: { after } }), [fetchMore, after]);
  const end = useMoreOnScroll(isReady ? loadMore : null);
  return (
    <>
      {error && <Problem error={error} onRetry={refetch} />}
      {cases && <ListNotice result={cases.result} />}
      <ol className="cases">
        {cases?.edges.map(({ node }) => (
          <CaseRow key={node.id} row={node} />
        ))}
      </ol>
      {cases?.edges.length === 0 && after === null && !error && !loading && <p>No hay casos.</p>}
      {loading && <p className="loading">Cargando…</p>}
      <div ref={end} />
    </>
  );
}
