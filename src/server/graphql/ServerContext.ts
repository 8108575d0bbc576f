import type { Context } from '../../resolvers/Context.js';
import type { Caller } from '../access/Caller.js';
import type { AnswerMediaType } from '../http/acceptedMediaType.js';
import type { OperationRecord } from '../observability/OperationRecord.js';

/** The resolvers' context with what only the host looks at. */
export interface ServerContext extends Context, Caller {
  readonly requestId: string;
  /** The form of the answer that the caller takes. */
  readonly mediaType: AnswerMediaType;
  readonly record: OperationRecord;
}
