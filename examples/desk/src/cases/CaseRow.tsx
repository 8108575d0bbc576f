import { Link } from 'wouter';
import { graphql } from '../graphql';
import type { CaseRowFragment } from '../graphql/graphql';
import { formatInstant, plainText } from '../words/words';
import { StatusPill } from './StatusPill';

export const CaseRowFields = graphql(/* GraphQL */ `
  fragment CaseRow on Case {
    id
    caseNumber
    createdAt
    description
    isOverdue
    type {
      name
    }
    priority {
      name
    }
    status {
      name
      condition
    }
    contact {
      id
      name
    }
  }
`);

/** A case in a list. */
export function CaseRow({ row }: { readonly row: CaseRowFragment }) {
  const { id, caseNumber, createdAt, description, isOverdue, type, priority, status, contact } = row;
  return (
    <li>
      <div className="line">
        <Link href={`/casos/${id}`}>{caseNumber ?? id}</Link>
        <StatusPill status={status} />
        {isOverdue && <span className="pill overdue">Vencido</span>}
        <time dateTime={createdAt ?? undefined}>{formatInstant(createdAt)}</time>
      </div>
      <p>{plainText(description)}</p>
      <small>{[type?.name, priority?.name, contact?.name].filter(Boolean).join(' · ')}</small>
    </li>
  );
}
