import { useQuery } from '@apollo/client/react';
import { graphql } from '../graphql';
import { ListNotice } from '../list/ListNotice';
import { Problem } from '../words/Problem';
import { formatInstant } from '../words/words';

const Steps = graphql(/* GraphQL */ `
  query CollectionSteps($contactId: ID!, $after: String) {
    contact(id: $contactId) {
      id
      collectionGestiones(first: 10, after: $after) {
        edges {
          cursor
          node {
            id
            occurredAt
            typification
            interactionType
            obligation
            agentName
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
  }
`);

/** What was done to collect a customer's debts, in the CRM's order. */
export function CollectionSteps({ contactId }: { readonly contactId: string }) {
  const { data, loading, error, refetch, fetchMore } = useQuery(Steps, {
    variables: { contactId },
    notifyOnNetworkStatusChange: true,
  });
  const steps = data?.contact?.collectionGestiones;
  return (
    <>
      {error && <Problem error={error} onRetry={refetch} />}
      {steps && <ListNotice result={steps.result} />}
      <ol className="steps">
        {steps?.edges.map(({ node: { id, occurredAt, typification, interactionType, obligation, agentName } }) => (
          <li key={id}>
            <strong>{typification ?? 'Sin tipificar'}</strong>
            <span>{[formatInstant(occurredAt), interactionType, agentName].filter(Boolean).join(' · ')}</span>
            {obligation && <span>Obligación {obligation}</span>}
          </li>
        ))}
      </ol>
      {steps?.edges.length === 0 && !steps.pageInfo.hasNextPage && !error && <p>No hay gestiones.</p>}
      {loading && <p className="loading">Cargando…</p>}
      {steps?.pageInfo.hasNextPage && !loading && (
        <button type="button" onClick={() => void fetchMore({ variables: { after: steps.pageInfo.endCursor } })}>
          Más gestiones
        </button>
      )}
    </>
  );
}
