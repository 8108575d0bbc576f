import { useQuery } from '@apollo/client/react';
import { graphql } from '../graphql';
import { formatCount, formatInstant } from '../words/words';

const Quota = graphql(/* GraphQL */ `
  query Quota {
    wolkvoxQuota {
      limit
      used
      remaining
      resetsAt
      reservedForWrites
    }
  }
`);

/** How many calls to the CRM are left today. Asking costs none. */
export function QuotaCorner() {
  const { data } = useQuery(Quota, { fetchPolicy: 'cache-and-network', pollInterval: 10_000 });
  if (!data) return null;
  const { limit, used, remaining, resetsAt, reservedForWrites } = data.wolkvoxQuota;
  if (limit === null || remaining === null) {
    return <p className="quota">{formatCount(used ?? 0)} consultas hoy</p>;
  }
  const isLow = remaining <= reservedForWrites;
  return (
    <p
      className={isLow ? 'quota low' : 'quota'}
      title={resetsAt ? `Se reinicia: ${formatInstant(resetsAt)}` : undefined}
    >
      <meter min={0} max={limit} low={reservedForWrites} value={remaining} />
      <span>
        {formatCount(remaining)} de {formatCount(limit)} consultas
        {isLow && ' · solo para guardar'}
      </span>
    </p>
  );
}
