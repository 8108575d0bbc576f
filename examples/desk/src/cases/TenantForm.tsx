import { useQuery } from '@apollo/client/react';
import { graphql } from '../graphql';
import { formatMoney } from '../words/words';

/** Three fields of the emulator's tenant, typed by the manifest `forms.json`. Another tenant has others. */
const TenantFormQuery = graphql(/* GraphQL */ `
  query TenantForm($id: ID!) {
    case(id: $id) {
      id
      form {
        asunto
        canalOrigen
        valorReclamado {
          amount
          currency
        }
      }
    }
  }
`);

/**
 * The tenant's own fields under names and in types. An operation of its own: a graph without the manifest does not have
 * these fields, and the page does without them. Asked at the same time as the case, it costs no call more.
 */
export function useTenantForm(id: string) {
  const { data } = useQuery(TenantFormQuery, { variables: { id } });
  return data?.case?.form ?? null;
}

/** Shows what `useTenantForm` found. */
export function TenantForm({ form }: { readonly form: NonNullable<ReturnType<typeof useTenantForm>> }) {
  const { asunto, canalOrigen, valorReclamado } = form;
  return (
    <dl className="tenant-form">
      <div>
        <dt>Asunto</dt>
        <dd>{asunto ?? '—'}</dd>
      </div>
      <div>
        <dt>Canal</dt>
        <dd>{canalOrigen ?? '—'}</dd>
      </div>
      <div>
        <dt>Valor reclamado</dt>
        <dd>{valorReclamado ? formatMoney(valorReclamado.amount, valorReclamado.currency ?? 'COP') : '—'}</dd>
      </div>
    </dl>
  );
}
