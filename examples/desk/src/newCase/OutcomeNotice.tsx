import { Link } from 'wouter';
import { Problem } from '../words/Problem';
import { sentenceOf } from '../words/words';
import type { CreateCaseState } from './useCreateCase';

const whyUnknown = {
  crm: 'El CRM no confirmó el caso.',
  connection: 'No hay conexión con el servidor.',
  busy: 'El servidor está ocupado.',
} as const;

/** Tells what became of the case, in words. */
export function OutcomeNotice({ state }: { readonly state: CreateCaseState }) {
  switch (state.kind) {
    case 'editing':
      return null;
    case 'sending':
      return (
        <p className="notice" role="status">
          Guardando…
        </p>
      );
    case 'unknown':
      return (
        <div className="notice checking" role="status">
          <p>
            <strong>En verificación.</strong> {whyUnknown[state.why]}
          </p>
          <p>Se vuelve a preguntar con la misma clave: no se creará dos veces. Puede dejar esta página abierta.</p>
        </div>
      );
    case 'created': {
      const record = state.payload.case;
      return (
        <div className="notice done" role="status">
          <p>
            <strong>{sentenceOf.outcome(state.payload.outcome)}</strong>{' '}
            {record && <Link href={`/casos/${record.id}`}>{record.caseNumber ?? record.id}</Link>}
          </p>
        </div>
      );
    }
    case 'refused':
      return (
        <div className="notice problem" role="alert">
          <p>
            <strong>{sentenceOf.outcome('REJECTED')}</strong>
          </p>
          {state.payload.userErrors.map(({ code }) => (
            <p key={code}>{sentenceOf.userError(code)}</p>
          ))}
        </div>
      );
    case 'failed':
      return <Problem error={state.error} />;
  }
}
