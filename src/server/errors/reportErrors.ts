import { type DocumentNode, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Fault } from '../../model/Fault.js';
import type { Diagnosis } from './Diagnosis.js';
import { diagnose } from './diagnose.js';
import { type ErrorCode, errorCatalogue } from './errorCatalogue.js';
import type { LimitName } from './LimitName.js';
import { type RequestProblem, requestProblems } from './requestProblems.js';

/** An error as the caller gets it: a fixed message, and everything to branch on in its extensions. */
export interface ReportedError extends GraphQLFormattedError {
  readonly message: string;
  readonly extensions: {
    readonly code: ErrorCode;
    readonly retryable: boolean;
    readonly requestId: string;
    /** Milliseconds from now; with every retryable error. */
    readonly retryAfterMs?: number;
    /** RFC 3339; with QUOTA_EXHAUSTED where it is known. */
    readonly resetsAt?: string;
    /** With BAD_USER_INPUT where it is known: a name of the schema or of the caller's document. */
    readonly argument?: string;
    /** With OPERATION_TOO_COMPLEX: the limit that the operation is beyond. */
    readonly limit?: LimitName;
    /** With BAD_REQUEST: what is wrong with the request. */
    readonly reason?: RequestProblem;
    /** In development: more about the document's and the schema's names; the message ends with it. */
    readonly hint?: string;
    /** With the last error of an answer that has more of them: how many are left out. */
    readonly omittedErrors?: number;
  };
}

/** What reporting needs to know of the operation. */
export interface ReportOptions {
  readonly requestId: string;
  /** Whether hints about the document may be given; in production they would describe the schema. */
  readonly withHints: boolean;
  /** The operation's document, where it could be parsed. */
  readonly document?: DocumentNode | undefined;
  /** Told every exception that nobody foresaw, once. */
  readonly onUnexpected: (error: unknown) => void;
  /** Told every expected failure that is not the caller's doing, once. */
  readonly onFailure: (fault: Fault) => void;
}

/** What is reported of one failure, without what only the server needs. */
export type Report = Omit<Diagnosis, 'source' | 'unexpected'>;

/** One failed call can take down a thousand places; nobody reads more. */
const maxReported = 100;

/**
 * Turns the errors of one operation into what the caller is told: one report for each place that failed, because behind
 * a gateway nothing else tells such a null from a record that does not exist. The log is told each cause once.
 */
export function reportErrors(errors: readonly unknown[], options: ReportOptions): readonly ReportedError[] {
  const diagnoses = errors.map((error) => diagnose(error, options.document));
  const causes = new Map(diagnoses.map((diagnosis) => [diagnosis.source, diagnosis]));
  for (const diagnosis of causes.values()) {
    if ('unexpected' in diagnosis) options.onUnexpected(diagnosis.unexpected);
    if (diagnosis.source instanceof Fault && diagnosis.code !== 'BAD_USER_INPUT') options.onFailure(diagnosis.source);
  }
  return withBound(
    diagnoses.slice(0, maxReported).map((diagnosis, index) => reportError(errors[index], diagnosis, options)),
    errors.length,
  );
}

/** The report of a failure that no operation stands behind. */
export function reportDiagnosis(diagnosis: Report, requestId: string, withHints = false): ReportedError {
  const entry = errorCatalogue[diagnosis.code];
  const hint = withHints ? diagnosis.hint : undefined;
  return {
    message: messageOf(diagnosis, hint),
    extensions: {
      code: diagnosis.code,
      retryable: entry.retryAfterMs !== null,
      requestId,
      ...(entry.retryAfterMs !== null && {
        retryAfterMs: Math.max(0, Math.ceil(diagnosis.retryAfterMs ?? entry.retryAfterMs)),
      }),
      ...(diagnosis.resetsAt && { resetsAt: diagnosis.resetsAt.toISOString() }),
      ...(diagnosis.argument !== undefined && { argument: diagnosis.argument }),
      ...(diagnosis.limit !== undefined && { limit: diagnosis.limit }),
      ...(diagnosis.reason !== undefined && { reason: diagnosis.reason }),
      ...(hint !== undefined && { hint }),
    },
  };
}

/** The value of a `Retry-After` header for these errors: whole seconds, at least one. */
export function retryAfterSeconds(errors: readonly ReportedError[]): string {
  const waits = errors.map(({ extensions }) => extensions.retryAfterMs ?? 0);
  return Math.max(1, Math.ceil(Math.max(...waits, 0) / 1_000)).toString();
}

function reportError(error: unknown, diagnosis: Diagnosis, { requestId, withHints }: ReportOptions): ReportedError {
  const { message, extensions } = reportDiagnosis(diagnosis, requestId, withHints);
  if (!(error instanceof GraphQLError)) return { message, extensions };
  const { locations, path } = error;
  return { message, ...(locations && { locations }), ...(path && { path }), extensions };
}

/** Has the last of the reports say how many errors there are beyond it. */
function withBound(reports: readonly ReportedError[], total: number): readonly ReportedError[] {
  const omittedErrors = total - reports.length;
  const last = reports.at(-1);
  if (omittedErrors === 0 || !last) return reports;
  return [
    ...reports.slice(0, -1),
    {
      ...last,
      message: `${last.message} ${omittedErrors} more errors are left out.`,
      extensions: { ...last.extensions, omittedErrors },
    },
  ];
}

function messageOf({ code, argument, problem, limit, reason }: Report, hint: string | undefined): string {
  const { message } = errorCatalogue[code];
  if (reason !== undefined) return requestProblems[reason].message;
  if (limit !== undefined) return sentence(message, problem);
  if (argument === undefined) return sentence(message, hint);
  if (problem === undefined) {
    return sentence(`Argument \`${argument}\``, hint ?? 'does not have the form that the schema asks for');
  }
  return sentence(sentence(`Argument \`${argument}\``, problem), hint);
}

/** A sentence that goes on after a colon, ended once. */
function sentence(beginning: string, rest: string | undefined): string {
  if (rest === undefined) return beginning;
  const whole = `${beginning.replace(/\.$/, '')}: ${rest}`;
  return /[.?!]$/.test(whole) ? whole : `${whole}.`;
}
