import type { Json, JsonObject } from '../Json.js';
import type { RefusalKind } from '../Refusal.js';

/** Faults in what is said: the envelope and its rows. `row` counts from 0; without it every row is meant. */
export type AnswerFault =
  /** The real answer, after this many milliseconds. */
  | { readonly type: 'delay'; readonly ms: number }
  /** A refusal of the named kind; `httpStatus` may differ from the code in the body. */
  | {
      readonly type: 'refusal';
      readonly kind: RefusalKind;
      readonly httpStatus?: number;
      readonly codeType?: 'string' | 'integer';
      readonly msg?: string;
      readonly retryAfter?: string;
    }
  /** The envelope without some keys, with others changed, or only its rows. */
  | {
      readonly type: 'envelope';
      readonly drop?: readonly string[];
      readonly set?: JsonObject;
      readonly isBareArray?: boolean;
    }
  /** Other records than those asked for. */
  | { readonly type: 'wrongRecord' }
  /** The first row again, so many times more. */
  | { readonly type: 'repeatedRows'; readonly count: number }
  /** So many rows more than the page should hold. */
  | { readonly type: 'extraRows'; readonly count: number }
  | { readonly type: 'wrongTotals'; readonly records: number; readonly pages: number }
  /** Values by dotted path, such as `{"status": 7, "owner.id": []}`. */
  | { readonly type: 'setFields'; readonly fields: JsonObject; readonly row?: number }
  | { readonly type: 'dropFields'; readonly fields: readonly string[]; readonly row?: number }
  /** `" "` for every id of a write's answer. */
  | { readonly type: 'blankIds' };

/** Faults in the bytes of a whole, well-framed response. */
export type ReplyFault =
  | { readonly type: 'html'; readonly status: number; readonly text?: string }
  | { readonly type: 'empty'; readonly status: number }
  | { readonly type: 'phpWarning' }
  | { readonly type: 'bom' }
  /** The first half of the JSON, whole as HTTP. */
  | { readonly type: 'malformedJson' }
  /** Arrays within arrays. */
  | { readonly type: 'nested'; readonly depth: number }
  /** Numbers that no JSON parser can hold: 1e999. */
  | { readonly type: 'hugeNumber' }
  /** Good JSON of at least so many bytes. */
  | { readonly type: 'huge'; readonly bytes: number }
  /** A small gzip body that unpacks to so many bytes. */
  | { readonly type: 'gzipBomb'; readonly bytes: number }
  | { readonly type: 'redirect'; readonly status: number; readonly location: string }
  /** Whatever the test likes: `json`, else `text`, else the bytes of `base64`. */
  | {
      readonly type: 'respond';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly json?: Json;
      readonly text?: string;
      readonly base64?: string;
    };

/** Faults in the connection: what reaches the caller is no whole response, or more than one. */
export type ConnectionFault =
  /** Reset before a byte. */
  | { readonly type: 'refuse' }
  /** Never a byte. */
  | { readonly type: 'blackHole' }
  /** The head, then nothing. */
  | { readonly type: 'silence' }
  /** So many bytes every so many milliseconds, from the head or the body on. */
  | {
      readonly type: 'drip';
      readonly intervalMs: number;
      readonly bytes: number;
      readonly from: 'head' | 'body';
    }
  | {
      readonly type: 'cut';
      readonly at: 'beforeHead' | 'midHead' | 'beforeBody' | 'midBody';
      readonly how: 'reset' | 'fin';
    }
  /** `short`: less than is sent. `long`: more, then the end. `double`: two that differ. */
  | { readonly type: 'contentLength'; readonly variant: 'short' | 'long' | 'double' }
  | { readonly type: 'badChunk' }
  /** A status line that is no HTTP. */
  | { readonly type: 'garbage' }
  /** A body that goes on for as long as the caller listens. */
  | { readonly type: 'endless' }
  /** The real answer, and after so many milliseconds a second response that nobody asked for. */
  | { readonly type: 'unsolicited'; readonly afterMs: number }
  /** Any bytes on the socket: `text`, else `base64`; then the end, a reset, or nothing. */
  | {
      readonly type: 'raw';
      readonly text?: string;
      readonly base64?: string;
      readonly then: 'fin' | 'reset' | 'keep';
    };

export type Fault = AnswerFault | ReplyFault | ConnectionFault;

const answerFaults: ReadonlySet<string> = new Set<AnswerFault['type']>([
  'delay',
  'refusal',
  'envelope',
  'wrongRecord',
  'repeatedRows',
  'extraRows',
  'wrongTotals',
  'setFields',
  'dropFields',
  'blankIds',
]);
const replyFaults: ReadonlySet<string> = new Set<ReplyFault['type']>([
  'html',
  'empty',
  'phpWarning',
  'bom',
  'malformedJson',
  'nested',
  'hugeNumber',
  'huge',
  'gzipBomb',
  'redirect',
  'respond',
]);

/** Whether the fault is one of what is said. */
export function isAnswerFault(fault: Fault): fault is AnswerFault {
  return answerFaults.has(fault.type);
}

/** Whether the fault is one of the bytes of a well-framed response. */
export function isReplyFault(fault: Fault): fault is ReplyFault {
  return replyFaults.has(fault.type);
}

/** Whether the fault is one of the connection. */
export function isConnectionFault(fault: Fault): fault is ConnectionFault {
  return !isAnswerFault(fault) && !isReplyFault(fault);
}

const builtOnTheRealAnswer: ReadonlySet<string> = new Set<Fault['type']>([
  'delay',
  'envelope',
  'wrongRecord',
  'repeatedRows',
  'extraRows',
  'wrongTotals',
  'setFields',
  'dropFields',
  'blankIds',
  'phpWarning',
  'bom',
  'drip',
  'unsolicited',
]);

/** Whether a write is stored when the rule does not say: yes where the fault shows the real answer in some form. */
export function commitsByDefault(fault: Fault): boolean {
  return builtOnTheRealAnswer.has(fault.type);
}
