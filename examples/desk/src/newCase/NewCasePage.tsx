import { useQuery } from '@apollo/client/react';
import { type SubmitEvent, useState } from 'react';
import { Link } from 'wouter';
import { graphql } from '../graphql';
import { Problem } from '../words/Problem';
import { sentenceOf } from '../words/words';
import { Choice } from './Choice';
import { OutcomeNotice } from './OutcomeNotice';
import { problemOfFiles, readAttachments } from './readAttachments';
import { useCreateCase } from './useCreateCase';

const NewCase = graphql(/* GraphQL */ `
  query NewCase($contactId: ID!) {
    contact(id: $contactId) {
      id
      name
      email
    }
    tenantVocabulary {
      caseTypes
      statuses {
        name
        condition
      }
      priorities
    }
  }
`);

/** The form of a new case. */
export function NewCasePage({ contactId }: { readonly contactId: string }) {
  const { data, error, refetch } = useQuery(NewCase, { variables: { contactId } });
  const { state, create } = useCreateCase();
  const [draft, setDraft] = useState(emptyDraft);
  const [files, setFiles] = useState<readonly File[]>([]);
  const change = (part: Partial<typeof emptyDraft>) => setDraft((before) => ({ ...before, ...part }));

  if (!data) return error ? <Problem error={error} onRetry={refetch} /> : <p className="loading">Cargando…</p>;
  const { contact, tenantVocabulary: vocabulary } = data;
  const email = contact?.email;
  if (!contact || !email) return <p>Este cliente no tiene correo: el CRM lo necesita para crear un caso.</p>;

  const fileProblem = problemOfFiles(files);
  const isLocked = state.kind === 'sending' || state.kind === 'unknown' || state.kind === 'created';
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { agent, ...rest } = draft;
    localStorage.setItem(agentKey, agent);
    await create({
      ...rest,
      contactEmail: email,
      ownerUser: agent,
      responsibleUser: agent,
      attachments: await readAttachments(files),
    });
  };
  return (
    <>
      <h2>
        Caso nuevo de <Link href={`/clientes/${contact.id}`}>{contact.name ?? email}</Link>
      </h2>
      <OutcomeNotice state={state} />
      {state.kind !== 'created' && (
        <form className="new-case" onSubmit={(event) => void submit(event)}>
          <fieldset disabled={isLocked}>
            <Choice
              label="Tipo"
              name="type"
              options={vocabulary?.caseTypes}
              value={draft.type}
              onChange={(type) => change({ type })}
            />
            <Choice
              label="Prioridad"
              name="priority"
              options={vocabulary?.priorities}
              value={draft.priority}
              onChange={(priority) => change({ priority })}
            />
            <Choice
              label="Estado"
              name="status"
              options={vocabulary?.statuses.filter(({ condition }) => condition !== 'CLOSED').map(({ name }) => name)}
              value={draft.status}
              onChange={(status) => change({ status })}
            />
            <label>
              Su usuario del CRM
              <input
                name="agent"
                required
                placeholder="agente@operacion"
                value={draft.agent}
                onChange={(event) => change({ agent: event.target.value })}
              />
            </label>
            <label className="wide">
              Descripción
              <textarea
                name="description"
                required
                rows={5}
                value={draft.description}
                onChange={(event) => change({ description: event.target.value })}
              />
            </label>
            <label className="wide">
              Archivos
              <input
                type="file"
                name="files"
                multiple
                onChange={(event) => setFiles([...(event.target.files ?? [])])}
              />
            </label>
            {fileProblem && <p className="field-problem">{sentenceOf.userError(fileProblem)}</p>}
            <button type="submit" disabled={fileProblem !== null}>
              Crear caso
            </button>
          </fieldset>
        </form>
      )}
    </>
  );
}

/** Where the browser remembers who works at it. */
const agentKey = 'desk.agent';

const emptyDraft = {
  type: '',
  priority: '',
  status: '',
  description: '',
  agent: localStorage.getItem(agentKey) ?? import.meta.env.VITE_AGENT ?? '',
};
