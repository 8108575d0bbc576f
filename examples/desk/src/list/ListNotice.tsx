import { graphql } from '../graphql';
import type { ListResultFragment } from '../graphql/graphql';
import { formatAge, sentenceOf } from '../words/words';

export const ListResult = graphql(/* GraphQL */ `
  fragment ListResult on ResultInfo {
    freshness
    fetchedAt
    isComplete
    warnings {
      code
    }
  }
`);

/** Says what a list is not: fresh, complete, readable to the last row. Shows nothing above a plain, whole list. */
export function ListNotice({ result }: { readonly result: ListResultFragment }) {
  const codes = [...new Set(result.warnings.map(({ code }) => code))];
  if (codes.length === 0 && result.freshness !== 'STALE') return null;
  return (
    <div className={result.freshness === 'STALE' ? 'notice stale' : 'notice'} role="status">
      {result.freshness === 'STALE' && (
        <p>
          <strong>Datos de {formatAge(result.fetchedAt)}.</strong>
        </p>
      )}
      {codes.map((code) => (
        <p key={code}>{sentenceOf.warning(code)}</p>
      ))}
    </div>
  );
}
