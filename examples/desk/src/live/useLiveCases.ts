import { useApolloClient, useSubscription } from '@apollo/client/react';
import { useEffect } from 'react';
import { Cases } from '../cases/CaseList';
import { graphql } from '../graphql';
import type { CaseFilter, CaseRowFragment } from '../graphql/graphql';
import { type Connection, onReconnected, useConnection } from './connection';
import { placeCase } from './placeCase';

/** Changes of all cases: one that leaves the list has to be told too, and costs the CRM no call more. */
export const CaseChanges = graphql(/* GraphQL */ `
  subscription CaseChanges {
    caseChanges {
      kind
      cursor
      case {
        ...CaseRow
      }
    }
  }
`);

/**
 * Keeps the list of a filter as it is in the CRM while somebody looks at it. A changed row changes by itself, because the
 * cache knows it by its id; here it enters and leaves the list. After a gap the list is asked for again.
 *
 * @param belongs whether a case matches the filter; keep the function the same between renders
 */
export function useLiveCases(filter: CaseFilter, belongs: (row: CaseRowFragment) => boolean): Connection {
  const client = useApolloClient();
  const { error } = useSubscription(CaseChanges, {
    onData: ({ data: { data } }) => {
      const row = data?.caseChanges.case;
      if (!data) return;
      if (!row) {
        void client.refetchQueries({ include: [Cases] });
        return;
      }
      client.cache.updateQuery({ query: Cases, variables: { filter } }, (known) => {
        if (!known?.cases) return known;
        const { edges, pageInfo } = known.cases;
        const changed = { __typename: 'CaseEdge', cursor: `live:${row.id}`, node: row } as const;
        const placed = placeCase(edges, changed, { belongs: belongs(row), hasNextPage: pageInfo.hasNextPage });
        return { ...known, cases: { ...known.cases, edges: [...placed] } };
      });
    },
  });
  useEffect(() => onReconnected(() => void client.refetchQueries({ include: [Cases] })), [client]);
  const connection = useConnection();
  return error ? 'off' : connection;
}
