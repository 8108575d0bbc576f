import type { Answer, CodeType } from '../Answer.js';
import type { JsonObject } from '../Json.js';
import type { Tenant } from '../Tenant.js';

/** An uploaded file of a multipart form. */
export interface UploadedFile {
  readonly name: string;
  readonly size: number;
}

/** One call as an endpoint sees it: past the door, its body read. */
export interface VendorCall {
  /** The JSON object, or the fields of the form, or the query string where the endpoint has no body. */
  readonly body: JsonObject;
  readonly files: readonly UploadedFile[];
  readonly userAgent: string;
  readonly address: string;
}

/** One of the vendor's scripts. */
export interface Endpoint {
  /** The path below `/server/API/v2/`, without `.php`. */
  readonly name: string;
  readonly kind: 'read' | 'create' | 'update';
  readonly token: 'internal' | 'external';
  readonly bodyForm: 'json' | 'multipart' | 'none';
  readonly codeType: CodeType;
  /** Answers, or throws a `Refusal`. A write is done when this returns. */
  readonly handle: (call: VendorCall, tenant: Tenant) => Answer;
}
