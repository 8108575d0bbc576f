import { type SubmitEvent, useState } from 'react';
import { useLazyQuery } from '@apollo/client/react';
import { Link } from 'wouter';
import { graphql } from '../graphql';
import type { FoundCustomerFragment } from '../graphql/graphql';
import { ListNotice } from '../list/ListNotice';
import { Problem } from '../words/Problem';

const FindByDocument = graphql(/* GraphQL */ `
  query FindCustomerByDocument($identification: String!) {
    contact(identification: $identification) {
      ...FoundCustomer
    }
  }
`);

export const FoundCustomer = graphql(/* GraphQL */ `
  fragment FoundCustomer on Contact {
    id
    name
    identification
    email
  }
`);

/** The CRM searches customers by telephone through their cases. */
const FindByPhone = graphql(/* GraphQL */ `
  query FindCustomersByPhone($phone: String!) {
    cases(filter: { contactPhone: { eq: $phone } }, first: 50) {
      edges {
        cursor
        node {
          id
          contact {
            ...FoundCustomer
          }
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
`);

/** Finds customers by document or telephone. */
export function SearchPage() {
  const [by, setBy] = useState<'document' | 'phone'>('document');
  const [text, setText] = useState('');
  const [findByDocument, document] = useLazyQuery(FindByDocument);
  const [findByPhone, phone] = useLazyQuery(FindByPhone);
  const search = by === 'document' ? document : phone;

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const wanted = text.trim();
    if (wanted === '') return;
    if (by === 'document') void findByDocument({ variables: { identification: wanted } });
    else void findByPhone({ variables: { phone: wanted } });
  };
  const cases = by === 'phone' ? phone.data?.cases : undefined;
  const found: readonly FoundCustomerFragment[] =
    by === 'document'
      ? [document.data?.contact ?? []].flat()
      : distinct(cases?.edges.flatMap(({ node }) => node.contact ?? []) ?? []);
  return (
    <>
      <form className="search" role="search" onSubmit={submit}>
        <fieldset>
          <legend>Buscar cliente por</legend>
          <label>
            <input type="radio" name="by" checked={by === 'document'} onChange={() => setBy('document')} /> Documento
          </label>
          <label>
            <input type="radio" name="by" checked={by === 'phone'} onChange={() => setBy('phone')} /> Teléfono
          </label>
        </fieldset>
        <input
          type="search"
          inputMode="numeric"
          aria-label={by === 'document' ? 'Documento' : 'Teléfono'}
          placeholder={by === 'document' ? '1012345678' : '3001234567'}
          value={text}
          onChange={(event) => setText(event.target.value)}
          autoFocus
        />
        <button type="submit" disabled={search.loading}>
          Buscar
        </button>
      </form>
      {search.error && <Problem error={search.error} onRetry={search.refetch} />}
      {cases && <ListNotice result={cases.result} />}
      {search.called && !search.loading && !search.error && found.length === 0 && <p>No se encontró ningún cliente.</p>}
      <ul className="found">
        {found.map(({ id, name, identification, email }) => (
          <li key={id}>
            <Link href={`/clientes/${id}`}>{name ?? 'Sin nombre'}</Link>
            <span>
              {identification ?? 'sin documento'} · {email}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function distinct(customers: readonly FoundCustomerFragment[]): readonly FoundCustomerFragment[] {
  return [...new Map(customers.map((customer) => [customer.id, customer])).values()];
}
