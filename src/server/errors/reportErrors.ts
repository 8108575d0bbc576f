import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Fault } from '../../model/Fault.js';
import { type LimitName, limitWords } from '../limits/LimitName.js';
import type { Diagnosis } from './Diagnosis.js';
import { diagnose } from './diagnose.js';
import { type ErrorCode, errorCatalogue } from './errorCatalogue.js';

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
    /** Every place that this one failure took down, where there are several. */
    readonly paths?: readonly (readonly (string | number)[])[];
    /** In development: the GraphQL library's words about the document's names. */
    readonly hint?: string;
  };
}

export interface ReportOptions {
  readonly requestId: string;
  /** Whether hints about the document may be given; in production they would describe the schema. */
  readonly withHints: boolean;
  /** Told every exception that nobody foresaw, once. */
  readonly onUnexpected: (error: unknown) => void;
  /** Told every expected failure that is not the caller's doing, once. */
  readonly onFailure: (fault: Fault) => void;
}

/** A document can be wrong in a hundred places; a client reads the first. */
const maxReported = 50;

interface Group {
  readonly diagnosis: Diagnosis;
  readonly error: unknown;
  readonly paths: (readonly (string | number)[])[];
}

/**
 * Turns the errors of one operation into what the caller is told: one report for each failure, with the places it took
 * down, in the order of their first appearance.
 */
export function reportErrors(errors: readonly unknown[], options: ReportOptions): readonly ReportedError[] {
  const groups = new Map<object, Group>();
  for (const error of errors) {
    const diagnosis = diagnose(error);
    const group = groups.get(diagnosis.source) ?? { diagnosis, error, paths: [] };
    groups.set(diagnosis.source, group);
    if (error instanceof GraphQLError && error.path) group.paths.push(error.path);
  }
  for (const { diagnosis } of groups.values()) {
    if ('unexpected' in diagnosis) options.onUnexpected(diagnosis.unexpected);
    if (diagnosis.source instanceof Fault && diagnosis.code !== 'BAD_USER_INPUT') options.onFailure(diagnosis.source);
  }
  return [...groups.values()].slice(0, maxReported).map((group) => reportGroup(group, options));
}

/** The report of a failure that no operation stands behind. */
export function reportDiagnosis(diagnosis: Omit<Diagnosis, 'source'>, requestId: string): ReportedError {
  const entry = errorCatalogue[diagnosis.code];
  return {
    message: messageOf(diagnosis),
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
    },
  };
}

/** The value of a `Retry-After` header for these errors: whole seconds, at least one. */
export function retryAfterSeconds(errors: readonly ReportedError[]): string {
  const waits = errors.map(({ extensions }) => extensions.retryAfterMs ?? 0);
  return Math.max(1, Math.ceil(Math.max(...waits, 0) / 1_000)).toString();
}

function reportGroup({ diagnosis, error, paths }: Group, options: ReportOptions): ReportedError {
  const report = reportDiagnosis(diagnosis, options.requestId);
  const locations = error instanceof GraphQLError ? error.locations : undefined;
  const [path] = paths;
  return {
    message: report.message,
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: {
      ...report.extensions,
      ...(paths.length > 1 && { paths }),
      ...(options.withHints && diagnosis.hint !== undefined && { hint: diagnosis.hint }),
    },
  };
}

function messageOf({ code, argument, problem, limit }: Omit<Diagnosis, 'source'>): string {
  if (limit !== undefined) return `The operation is larger than this server takes: ${limitWords[limit]}.`;
  if (argument === undefined) return errorCatalogue[code].message;
  return `Argument \`${argument}\`: ${problem ?? 'does not have the form that the schema asks for'}.`;
}
