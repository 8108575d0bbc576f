import { useQuery } from '@apollo/client/react';
import { Link } from 'wouter';
import { graphql } from '../graphql';
import { Problem } from '../words/Problem';
import { formatInstant, plainText } from '../words/words';
import { StatusPill } from './StatusPill';
import { TenantForm, useTenantForm } from './TenantForm';

const CaseDetail = graphql(/* GraphQL */ `
  query CaseDetail($id: ID!) {
    case(id: $id) {
      ...CaseRow
      dueAt
      closedAt
      solution
      owner {
        id
        name
      }
      responsible {
        id
        name
      }
      contact {
        ...CustomerCard
      }
      history {
        at
        user
        message
      }
      files {
        name
        url
      }
      customFields {
        label
        text
      }
    }
  }
`);

/** One case: what it is about, who has it, what happened to it, its files. One call to the CRM. */
export function CasePage({ id }: { readonly id: string }) {
  const { data, loading, error, refetch } = useQuery(CaseDetail, { variables: { id } });
  const form = useTenantForm(id);
  const record = data?.case;
  if (!record) {
    if (error) return <Problem error={error} onRetry={refetch} />;
    return loading ? <p className="loading">Cargando…</p> : <p>Este caso no existe.</p>;
  }
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ['Tipo', record.type?.name],
    ['Prioridad', record.priority?.name],
    ['Creado', formatInstant(record.createdAt)],
    ['Vence', formatInstant(record.dueAt)],
    ['Cerrado', formatInstant(record.closedAt)],
    ['Dueño', record.owner?.name],
    ['Responsable', record.responsible?.name],
  ];
  return (
    <article>
      {error && <Problem error={error} onRetry={refetch} />}
      <div className="title">
        <h2>{record.caseNumber ?? record.id}</h2>
        <StatusPill status={record.status} />
        {record.isOverdue && <span className="pill overdue">Vencido</span>}
      </div>
      {record.contact && (
        <p>
          <Link href={`/clientes/${record.contact.id}`}>{record.contact.name ?? 'Sin nombre'}</Link>
        </p>
      )}
      <div className="columns">
        <section>
          <p className="description">{plainText(record.description)}</p>
          {record.solution && (
            <>
              <h3>Solución</h3>
              <p className="description">{plainText(record.solution)}</p>
            </>
          )}
          <h3>Historia</h3>
          <ol className="steps">
            {record.history.map(({ at, user, message }, index) => (
              <li key={index}>
                <strong>{message}</strong>
                <span>{[formatInstant(at), user].filter(Boolean).join(' · ')}</span>
              </li>
            ))}
          </ol>
        </section>
        <section>
          <dl>
            {facts.map(
              ([name, text]) =>
                text && (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{text}</dd>
                  </div>
                ),
            )}
          </dl>
          {form && <TenantForm form={form} />}
          {record.customFields.length > 0 && (
            <details>
              <summary>Todos los campos propios</summary>
              <dl>
                {record.customFields.map(({ label, text }) => (
                  <div key={label}>
                    <dt>{label}</dt>
                    <dd>{text ?? '—'}</dd>
                  </div>
                ))}
              </dl>
            </details>
          )}
          <h3>Archivos</h3>
          {record.files.length === 0 && <p>No hay archivos.</p>}
          <ul>
            {record.files.map(({ name, url }, index) => (
              <li key={index}>{url ? <a href={url}>{name ?? url}</a> : (name ?? 'archivo sin dirección')}</li>
            ))}
          </ul>
        </section>
      </div>
    </article>
  );
}
