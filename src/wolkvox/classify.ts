import type { FailureReason, TransportFailure, TransportResponse } from '../http/Transport.js';
import type { FaultCode } from '../model/Fault.js';
import { decodeBody, headerText } from './decoding/decodeBody.js';
import type { DecodedBody } from './decoding/decodeBody.js';
import { readEnvelope, saysNothingFound, saysWritten } from './decoding/readEnvelope.js';
import type { Envelope } from './decoding/readEnvelope.js';
import type { EnvelopeVariant } from './endpoints.js';
import { credentialInText, reasonInText } from './reasonInText.js';

/** What went wrong with one attempt; decides whether it is tried again and what else follows from it. */
export type FailureClass =
  | 'auth'
  | 'quota'
  /** More calls at once than the CRM allows. */
  | 'simultaneous'
  | 'rateLimited'
  | 'maintenance'
  /** 502 to 504: nobody behind the gateway answers. */
  | 'gateway'
  /** Any other 5xx. */
  | 'serverError'
  /** The CRM understood and said no: its other 4xx. */
  | 'refused'
  | 'badResponse'
  | 'timeout'
  | 'unreachable'
  | 'broken'
  | 'aborted';

/** What was seen of a failure, for logs. */
export type FailureCause =
  | FailureReason
  /** The status says it all. */
  | 'status'
  /** The CRM's own words say it. */
  | 'text'
  /** Its words speak of the kind of token, or of the tenant's name. */
  | 'externalToken'
  | 'operation'
  | 'redirect'
  | 'html'
  | 'empty'
  | 'compressed'
  /** JSON that stops in the middle. */
  | 'cut'
  | 'notJson'
  /** JSON of another form than the CRM's answers have. */
  | 'form';

/** What went wrong with one attempt, and what follows from it. */
export interface Failure {
  readonly class: FailureClass;
  readonly cause: FailureCause;
  /** The HTTP status, or the CRM's own under a success; null where no answer came. */
  readonly status: number | null;
  /** What the operation is told when this was the last attempt. */
  readonly code: FaultCode;
  /** The CRM's own status as text, where the CRM itself answered and not something in front of it. */
  readonly upstreamCode: string | null;
  /** Whether the CRM itself refused, so that certainly nothing was written. */
  readonly isRefusal: boolean;
  /** The `Retry-After` header, empty when absent. */
  readonly retryAfter: string;
  /** Whether the answer was larger than what is taken. */
  readonly isTooLarge?: boolean;
}

/** One attempt's outcome. `empty` is a list without rows where the status alone would be a failure. */
export type Outcome =
  | { readonly kind: 'answered'; readonly envelope: Envelope }
  | { readonly kind: 'empty' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What was asked, as far as the meaning of an answer depends on it. */
export interface Question {
  readonly variant: EnvelopeVariant;
  /** The page asked for; 1 where there are no pages. */
  readonly page: number;
}

/** Sorts a complete response by status, envelope and text. Pure and total. */
export function classifyResponse(response: TransportResponse, question: Question): Outcome {
  const body = decodeBody(response);
  const envelope = body.kind === 'json' ? readEnvelope(body.value, question.variant) : null;
  const isHttpSuccess = response.status >= 200 && response.status < 300;
  if (isHttpSuccess && envelope?.isSuccess === true) return { kind: 'answered', envelope };
  const status = isHttpSuccess ? (envelope?.code ?? response.status) : response.status;
  if (question.variant === 'records' && envelope !== null && meansEmpty(status, envelope, question)) {
    return { kind: 'empty' };
  }
  return { kind: 'failed', failure: judge({ response, body, envelope, status }) };
}

/** Sorts what kept a response from arriving. */
export function classifyFailure(failure: TransportFailure): Failure {
  const base = { cause: failure.reason, status: null, upstreamCode: null, isRefusal: false, retryAfter: '' };
  switch (failure.kind) {
    case 'unreachable':
      return { ...base, class: 'unreachable', code: 'UPSTREAM_UNAVAILABLE' };
    case 'broken':
      return { ...base, class: 'broken', code: 'UPSTREAM_UNAVAILABLE' };
    case 'timeout':
      return { ...base, class: 'timeout', code: 'UPSTREAM_TIMEOUT' };
    case 'tooLarge':
      return { ...base, class: 'badResponse', code: 'UPSTREAM_BAD_RESPONSE', isTooLarge: true };
    case 'aborted':
      // Nobody waits any more, most often because the operation's time is over.
      return { ...base, class: 'aborted', code: 'UPSTREAM_TIMEOUT' };
  }
}

/**
 * 404 stands for "nothing found" in a sister API, and 416 for a page behind the last. Both are believed only from an
 * envelope: the first when its text says so, the second only when a page behind the first was asked for.
 */
function meansEmpty(status: number, { text, isSuccess }: Envelope, { page }: Question): boolean {
  if (isSuccess && status !== 404) return false;
  return (status === 404 && saysNothingFound(text)) || (status === 416 && page > 1);
}

interface Evidence {
  readonly response: TransportResponse;
  readonly body: DecodedBody;
  readonly envelope: Envelope | null;
  readonly status: number;
}

function judge({ response, body, envelope, status }: Evidence): Failure {
  const text = envelope?.text ?? (body.kind === 'unreadable' ? body.text : '');
  const failureClass = classOf(status, text, body, envelope);
  // A body that contradicts its status or itself, or an error without a status, is not a refusal that can be relied on.
  const isCrmSpeaking = envelope !== null && !envelope.isSuccess;
  return {
    class: failureClass,
    cause: causeOf({ response, body, envelope, status }, text),
    status,
    // A page of HTML is not the CRM's: whatever made it, the answer is unusable, and a caller that repeats it helps nobody.
    code: body.kind === 'html' && status !== 401 && status !== 429 ? 'UPSTREAM_BAD_RESPONSE' : codeOf(failureClass),
    upstreamCode: isCrmSpeaking ? String(status) : null,
    isRefusal: isCrmSpeaking && status >= 400 && status < 500 && status !== 408 && !saysWritten(text),
    retryAfter: headerText(response, 'retry-after'),
  };
}

function classOf(status: number, text: string, body: DecodedBody, envelope: Envelope | null): FailureClass {
  if (status === 401) return 'auth';
  if (status === 429) return 'rateLimited';
  if (status >= 502 && status <= 504) return 'gateway';
  if (status >= 500) return 'serverError';
  if (status >= 300 && status < 400) return 'badResponse';
  if (body.kind === 'cut' && status < 300) return 'broken';
  if (body.kind === 'html') return 'badResponse';
  const reason = reasonInText(text);
  // 403 stands for nearly everything. Where the CRM itself forbids and does not say why, a token of the wrong type is
  // the likeliest.
  if (status === 403) return reason ?? (envelope === null ? 'badResponse' : 'auth');
  if (envelope === null) return 'badResponse';
  // An error under a success status has only its words; 412 and 417 stand for a limit in some readings.
  if (status < 300) return reason ?? 'badResponse';
  if ((status === 412 || status === 417) && reason !== null && reason !== 'auth') return reason;
  return status >= 400 ? 'refused' : 'badResponse';
}

/** What is told of an answer that is a failure: what stands in the place of the CRM's words, or where they are its words. */
function causeOf({ response, body, envelope, status }: Evidence, text: string): FailureCause {
  if (status >= 300 && status < 400) return 'redirect';
  if (body.kind === 'html') return 'html';
  if (envelope !== null) return causeInText(text);
  if (status >= 400) return 'status';
  if (body.kind === 'cut') return 'cut';
  if (body.kind === 'json') return 'form';
  if (response.body.length === 0) return 'empty';
  const encoding = headerText(response, 'content-encoding').trim().toLowerCase();
  return encoding === '' || encoding === 'identity' ? 'notJson' : 'compressed';
}

function causeInText(text: string): FailureCause {
  const reason = reasonInText(text);
  const credential = reason === 'auth' ? credentialInText(text) : null;
  if (credential === 'externalToken' || credential === 'operation') return credential;
  return reason === null ? 'status' : 'text';
}

function codeOf(failureClass: FailureClass): FaultCode {
  switch (failureClass) {
    case 'auth':
      return 'UPSTREAM_AUTH_FAILED';
    case 'quota':
      return 'QUOTA_EXHAUSTED';
    case 'simultaneous':
    case 'rateLimited':
      return 'UPSTREAM_RATE_LIMITED';
    case 'maintenance':
    case 'gateway':
    case 'serverError':
    case 'unreachable':
    case 'broken':
      return 'UPSTREAM_UNAVAILABLE';
    case 'refused':
    case 'badResponse':
      return 'UPSTREAM_BAD_RESPONSE';
    case 'timeout':
    case 'aborted':
      return 'UPSTREAM_TIMEOUT';
  }
}
