import { useEditorContext, useExecutionContext } from '@graphiql/react';
import { type Calls, type PriceState, usePrice } from './usePrice';
import { type Quota, useQuota } from './useQuota';

/** What the operation in the editor may cost, and how many calls are left today. */
export function PriceBar() {
  const { tabs, activeTabIndex } = useEditorContext({ nonNull: true });
  const { isFetching } = useExecutionContext({ nonNull: true });
  const tab = tabs[activeTabIndex];
  const headers = tab?.headers ?? '';
  const price = usePrice({
    query: tab?.query ?? '',
    variables: tab?.variables ?? '',
    headers,
    operationName: tab?.operationName ?? null,
  });
  const quota = useQuota(isFetching, headers);
  return (
    <header className="price-bar">
      <h1>Wolkvox CRM subgraph</h1>
      <p className="price" role="status" aria-live="polite">
        <PriceText state={price} />
      </p>
      <p className="quota">{quotaText(quota)}</p>
      {price.kind === 'price' && price.price.fields.length > 0 && (
        <details className="price-fields">
          <summary>Calls by field</summary>
          <table>
            <tbody>
              {price.price.fields.map(({ path, ...calls }) => (
                <tr key={path}>
                  <th scope="row">{path}</th>
                  <td>{callsText(calls)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </header>
  );
}

function PriceText({ state }: { readonly state: PriceState }) {
  switch (state.kind) {
    case 'nothing':
      return <>Type an operation to see its price</>;
    case 'problem':
      return <>No price: {state.text}</>;
    case 'price':
      return (
        <>
          This operation costs <strong>{callsText(state.price)}</strong>
        </>
      );
  }
}

/** `no call`, `1 call`, `1 to 8 calls`. */
function callsText({ minUpstreamCalls: min, maxUpstreamCalls: max }: Calls): string {
  if (max === 0) return 'no call';
  const range = min === max ? max.toLocaleString('en') : `${min.toLocaleString('en')} to ${max.toLocaleString('en')}`;
  return `${range} ${max === 1 ? 'call' : 'calls'}`;
}

function quotaText(quota: Quota | null): string {
  if (!quota) return '';
  const { limit, remaining, used } = quota;
  if (limit === null || remaining === null) return `${(used ?? 0).toLocaleString('en')} calls spent today`;
  return `${remaining.toLocaleString('en')} of ${limit.toLocaleString('en')} calls left today`;
}
