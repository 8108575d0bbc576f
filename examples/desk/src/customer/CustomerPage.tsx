import { useQuery } from '@apollo/client/react';
import { Link } from 'wouter';
import { CaseList } from '../cases/CaseList';
import { graphql } from '../graphql';
import { Problem } from '../words/Problem';
import { CollectionSteps } from './CollectionSteps';
import { CustomerCard } from './CustomerCard';

const Customer = graphql(/* GraphQL */ `
  query Customer($id: ID!) {
    contact(id: $id) {
      ...CustomerCard
    }
  }
`);

/** A customer with their cases and what was done to collect their debts. Each part is asked for, and fails, by itself. */
export function CustomerPage({ id }: { readonly id: string }) {
  const { data, loading, error, refetch } = useQuery(Customer, { variables: { id } });
  return (
    <>
      {error && <Problem error={error} onRetry={refetch} />}
      {data?.contact && <CustomerCard customer={data.contact} />}
      {data?.contact === null && !error && !loading && <p>Este cliente no existe.</p>}
      <div className="columns">
        <section>
          <div className="title">
            <h3>Casos</h3>
            <Link className="button" href={`/clientes/${id}/caso-nuevo`}>
              Caso nuevo
            </Link>
          </div>
          <CaseList filter={{ contactId: { eq: id } }} />
        </section>
        <section>
          <h3>Gestiones de cobranza</h3>
          <CollectionSteps contactId={id} />
        </section>
      </div>
    </>
  );
}
