import { useQuery } from '@apollo/client/react';
import { useCallback, useMemo, useState } from 'react';
import { CaseList } from '../cases/CaseList';
import { graphql } from '../graphql';
import type { CaseRowFragment } from '../graphql/graphql';
import { LiveBadge } from '../live/LiveBadge';
import { useLiveCases } from '../live/useLiveCases';
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

/** The cases of one status, as they come and go. */
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
      {status !== '' && <Queue key={status} status={status} />}
    </>
  );
}

function Queue({ status }: { readonly status: string }) {
  const filter = useMemo(() => ({ status: { eq: status } }), [status]);
  const belongs = useCallback((row: CaseRowFragment) => row.status?.name === status, [status]);
  const connection = useLiveCases(filter, belongs);
  return (
    <>
      <LiveBadge connection={connection} />
      <CaseList filter={filter} />
    </>
  );
}
