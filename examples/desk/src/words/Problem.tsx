import { CombinedGraphQLErrors, type ErrorLike } from '@apollo/client';
import { sentenceOf } from './words';

/** What a failed request means for people: a sentence, and for support the number of the request. */
export interface ProblemText {
  readonly text: string;
  readonly requestId: string | null;
}

/** Reads an error of Apollo Client. The graph's own errors carry a code; anything else never reached the graph. */
export function readProblem(error: ErrorLike): ProblemText {
  if (!CombinedGraphQLErrors.is(error)) return { text: 'No hay conexión con el servidor.', requestId: null };
  const { code, requestId } = error.errors[0]?.extensions ?? {};
  return {
    text: sentenceOf.error(typeof code === 'string' ? code : ''),
    requestId: typeof requestId === 'string' ? requestId : null,
  };
}

/** Shows a failed request, with a button to try again where that can help. */
export function Problem({ error, onRetry }: { readonly error: ErrorLike; readonly onRetry?: () => unknown }) {
  const { text, requestId } = readProblem(error);
  return (
    <div className="notice problem" role="alert">
      <p>
        {text}
        {requestId && <small> Solicitud {requestId}</small>}
      </p>
      {onRetry && (
        <button type="button" onClick={() => void onRetry()}>
          Reintentar
        </button>
      )}
    </div>
  );
}
