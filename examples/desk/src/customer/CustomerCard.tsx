import { graphql } from '../graphql';
import type { CustomerCardFragment } from '../graphql/graphql';

export const CustomerCardFields = graphql(/* GraphQL */ `
  fragment CustomerCard on Contact {
    id
    name
    email
    identification
    phone {
      value
      e164
    }
  }
`);

/** Who a customer is and how to reach them. */
export function CustomerCard({ customer }: { readonly customer: CustomerCardFragment }) {
  const { name, email, identification, phone } = customer;
  return (
    <div className="customer">
      <h2>{name ?? 'Sin nombre'}</h2>
      <dl>
        <dt>Documento</dt>
        <dd>{identification ?? '—'}</dd>
        <dt>Correo</dt>
        <dd>{email ? <a href={`mailto:${email}`}>{email}</a> : '—'}</dd>
        <dt>Teléfono</dt>
        <dd>{phone?.e164 ? <a href={`tel:${phone.e164}`}>{phone.e164}</a> : (phone?.value ?? '—')}</dd>
      </dl>
    </div>
  );
}
