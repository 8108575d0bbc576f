import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { CaseList } from '../cases/CaseList';
import { graphql } from '../graphql';
import { Choice } from '../newCase/Choice';

const QueueStatuses = graphql(/* GraphQL */ `
  query QueueStatuses {
    tenantVocabulary {
      statuses {
        name
        condition
      }
    }
  }
`);

/** The cases of one status. */
export function QueuePage() {
  const { data } = useQuery(QueueStatuses);
  const [chosen, setChosen] = useState<string | null>(null);
  const statuses = data?.tenantVocabulary?.statuses.map(({ name }) => name);
  const status = chosen ?? statuses?.[0] ?? '';
  return (
    <>
      <div className="title">
        <h2>Cola</h2>
        <Choice label="Estado" name="status" options={statuses} value={status} onChange={setChosen} />
      </div>
      {status !== '' && <CaseList key={status} filter={{ status: { eq: status } }} />}
    </>
  );
}
