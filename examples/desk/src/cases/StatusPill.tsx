import type { CaseCondition } from '../graphql/graphql';

/** A status by the tenant's name for it, coloured by what it means. */
export function StatusPill({
  status,
}: {
  readonly status: { readonly name?: string | null; readonly condition: CaseCondition } | null | undefined;
}) {
  if (!status) return null;
  return <span className={`pill ${status.condition.toLowerCase()}`}>{status.name ?? status.condition}</span>;
}
