import { isJsonObject, type Json, type JsonObject } from './Json.js';
import { reasonPhrase, type Refusal, refusalStatus, refusalText } from './Refusal.js';
import type { Settings } from './Settings.js';

/** What an endpoint says, before it becomes bytes: the HTTP status and the JSON to send. */
export interface Answer {
  readonly status: number;
  readonly body: Json;
  /** Headers beyond those of every answer. */
  readonly headers?: readonly (readonly [string, string])[];
}

/** How an endpoint spells `code`: text on searches, a number on writes. */
export type CodeType = 'string' | 'integer';

const codeOf = (status: number, type: CodeType): Json => (type === 'string' ? String(status) : status);

/** One page of a search. */
export interface Page {
  readonly rows: readonly JsonObject[];
  readonly page: number;
  readonly limit: number;
  readonly totalRecords: number;
}

/** The envelope of a search. The count in `msg` is that of the rows sent; the misspelling is the vendor's. */
export function searchAnswer(page: Page, settings: Settings): Answer {
  const pagination: JsonObject = settings.paginationKeys
    ? {
        page: page.page,
        'Total records': page.totalRecords,
        'Total pages': Math.ceil(page.totalRecords / page.limit),
      }
    : {};
  return {
    status: 200,
    body: {
      code: '200',
      error: 'null',
      ...pagination,
      msg: `${page.rows.length} records were are found`,
      data: page.rows,
    },
  };
}

/** The envelope of a write that was done. */
export function writeAnswer(msg: string, data: Json): Answer {
  return { status: 200, body: { code: 200, error: 'null', msg, data } };
}

/** The envelope of a refusal. Nobody outside the vendor has seen one of the CRM's; this follows the sister API. */
export function refusalAnswer(refusal: Refusal, codeType: CodeType, settings: Settings): Answer {
  const wording = settings.refusals[refusal.kind] ?? {};
  const usual = refusal.kind === 'ipLimit' ? settings.ipLimitStatus : refusalStatus(refusal.kind);
  const status = wording.code ?? usual;
  const usualText = refusalText(refusal.kind, settings.errorLanguage);
  const detailed = refusal.detail === undefined ? usualText : `${usualText}: ${refusal.detail}`;
  return {
    status: settings.errorHttpStatus === 'ok' ? 200 : status,
    body: {
      code: codeOf(status, settings.errorCode === 'likeSuccess' ? codeType : settings.errorCode),
      error: reasonPhrase(status),
      msg: wording.msg ?? detailed,
      data: [],
    },
  };
}

/** The answer with `" "` for every id in its data, as in the vendor's samples of inserts. */
export function withBlankIds(answer: Answer): Answer {
  const data = isJsonObject(answer.body) ? answer.body['data'] : undefined;
  if (!isJsonObject(answer.body) || !isJsonObject(data)) return answer;
  const blank = Object.fromEntries(Object.keys(data).map((key) => [key, ' ']));
  return { ...answer, body: { ...answer.body, data: blank } };
}
