import { type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import { statusOf } from '../errors/errorCatalogue.js';
import type { ReportedError } from '../errors/reportErrors.js';

/**
 * The HTTP status of an operation with errors where it is not that of an answer, because nothing ran. A mutation of which
 * every field was refused because this server cannot write now counts as one: callers and routers may send it elsewhere.
 * Null when something ran. `data` is undefined when the operation was not begun.
 */
export function statusOfFailure(
  operation: OperationDefinitionNode | undefined,
  data: Readonly<Record<string, unknown>> | null | undefined,
  errors: readonly ReportedError[],
): number | null {
  const [first] = errors;
  if (!first) return null;
  if (data === undefined) return statusOf(first.extensions.code);
  const wroteNothing =
    operation?.operation === OperationTypeNode.MUTATION &&
    (data === null || Object.values(data).every((value) => value === null));
  return wroteNothing && errors.every(({ extensions }) => extensions.code === 'SERVICE_UNAVAILABLE') ? 503 : null;
}
