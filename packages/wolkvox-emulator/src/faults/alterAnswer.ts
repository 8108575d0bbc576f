import { type Answer, type CodeType, withBlankIds } from '../Answer.js';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../Json.js';
import { reasonPhrase, refusalStatus, refusalText } from '../Refusal.js';
import type { AnswerFault } from './Fault.js';

/** What some faults need of the tenant. */
export interface FaultMaterial {
  readonly codeType: CodeType;
  readonly language: 'en' | 'es';
  /** Up to so many records of the searched module, none of them among the given rows. */
  readonly otherRows: (count: number, rows: readonly Json[]) => readonly JsonObject[];
  /** Up to so many of the rows that would follow the page. */
  readonly rowsAfter: (count: number) => readonly Json[];
}

function withPath(value: Json | undefined, path: readonly string[], change: Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined) return change ?? null;
  if (isJsonArray(value))
    return value.map((item, index) => (String(index) === key ? withPath(item, rest, change) : item));
  const object = isJsonObject(value) ? value : {};
  const entries = Object.entries(object);
  if (rest.length === 0 && change === undefined) return Object.fromEntries(entries.filter(([name]) => name !== key));
  if (!Object.hasOwn(object, key) && change === undefined) return object;
  const changed = withPath(object[key], rest, change);
  return Object.fromEntries(
    Object.hasOwn(object, key)
      ? entries.map(([name, old]): [string, Json] => [name, name === key ? changed : old])
      : [...entries, [key, changed]],
  );
}

function withRows(answer: Answer, change: (rows: readonly Json[]) => readonly Json[]): Answer {
  const { body } = answer;
  if (isJsonArray(body)) return { ...answer, body: change(body) };
  const data = isJsonObject(body) ? body['data'] : undefined;
  if (!isJsonObject(body)) return answer;
  if (isJsonArray(data)) return { ...answer, body: { ...body, data: change(data) } };
  // A single record, as writes and tokenInformation return it.
  const [row] = data === undefined ? [] : change([data]);
  return row === undefined ? answer : { ...answer, body: { ...body, data: row } };
}

const onRow = (row: number | undefined, change: (item: Json) => Json) => (rows: readonly Json[]) =>
  rows.map((item, index) => (row === undefined || row === index ? change(item) : item));

function withEnvelope(answer: Answer, fault: Extract<AnswerFault, { type: 'envelope' }>): Answer {
  if (!isJsonObject(answer.body)) return answer;
  const kept = Object.entries(answer.body).filter(([key]) => fault.drop?.includes(key) !== true);
  const body: JsonObject = { ...Object.fromEntries(kept), ...fault.set };
  return { ...answer, body: fault.isBareArray === true ? (body['data'] ?? []) : body };
}

/** The answer as the fault has it. */
export function alterAnswer(fault: AnswerFault, answer: Answer, material: FaultMaterial): Answer {
  switch (fault.type) {
    case 'delay':
      return answer;
    case 'refusal': {
      const status = refusalStatus(fault.kind);
      const code = (fault.codeType ?? material.codeType) === 'string' ? String(status) : status;
      const msg = fault.msg ?? refusalText(fault.kind, material.language);
      const headers = fault.retryAfter === undefined ? [] : [['Retry-After', fault.retryAfter] as const];
      return {
        status: fault.httpStatus ?? status,
        headers,
        body: { code, error: reasonPhrase(status), msg, data: [] },
      };
    }
    case 'envelope':
      return withEnvelope(answer, fault);
    case 'wrongRecord':
      return withRows(answer, (rows) => material.otherRows(Math.max(1, rows.length), rows));
    case 'repeatedRows':
      return withRows(answer, (rows) => [
        ...rows.slice(0, 1).flatMap((row) => Array<Json>(fault.count).fill(row)),
        ...rows,
      ]);
    case 'extraRows':
      return withRows(answer, (rows) => [...rows, ...material.rowsAfter(fault.count)]);
    case 'wrongTotals':
      return withEnvelope(answer, {
        type: 'envelope',
        set: { 'Total records': fault.records, 'Total pages': fault.pages },
      });
    case 'setFields':
      return withRows(
        answer,
        onRow(fault.row, (item) =>
          Object.entries(fault.fields).reduce((row, [path, value]) => withPath(row, path.split('.'), value), item),
        ),
      );
    case 'dropFields':
      return withRows(
        answer,
        onRow(fault.row, (item) => fault.fields.reduce((row, path) => withPath(row, path.split('.'), undefined), item)),
      );
    case 'blankIds':
      return withBlankIds(answer);
  }
}
