import type { Fault } from '../faults/Fault.js';
import type { FaultMatch, FaultRule } from '../faults/FaultRule.js';
import { isJsonArray, type Json, scalarText } from '../Json.js';
import { isRefusalKind, refusalKinds } from '../Refusal.js';
import { InputError, ObjectReader, present } from './ObjectReader.js';

const mebibyte = 1024 * 1024;

function decodeFault(reader: ObjectReader): Fault {
  const type = reader.string('type');
  switch (type) {
    case 'wrongRecord':
    case 'blankIds':
    case 'phpWarning':
    case 'bom':
    case 'malformedJson':
    case 'hugeNumber':
    case 'refuse':
    case 'blackHole':
    case 'silence':
    case 'badChunk':
    case 'garbage':
    case 'endless':
      return { type };
    case 'delay':
      return { type, ms: reader.number('ms', 0, 1_000) };
    case 'refusal':
      return decodeRefusal(reader);
    case 'envelope':
      return {
        type,
        ...present({
          drop: reader.strings('drop'),
          set: reader.object('set'),
          isBareArray: reader.boolean('isBareArray'),
        }),
      };
    case 'repeatedRows':
    case 'extraRows':
      return { type, count: reader.integer('count', 1) ?? 1 };
    case 'wrongTotals':
      return { type, records: reader.number('records', 0, 0), pages: reader.number('pages', 0, 0) };
    case 'setFields': {
      const fields = reader.object('fields') ?? {};
      return { type, fields, ...present({ row: reader.integer('row', 0) }) };
    }
    case 'dropFields':
      return { type, fields: reader.strings('fields') ?? [], ...present({ row: reader.integer('row', 0) }) };
    case 'html':
      return { type, status: status(reader, 503), ...present({ text: reader.optionalString('text') }) };
    case 'empty':
      return { type, status: status(reader, 200) };
    case 'nested':
      return { type, depth: reader.integer('depth', 1) ?? 100_000 };
    case 'huge':
      return { type, bytes: reader.integer('bytes', 1) ?? 8 * mebibyte };
    case 'gzipBomb':
      return { type, bytes: reader.integer('bytes', 1) ?? 64 * mebibyte };
    case 'redirect':
      return { type, status: status(reader, 302), location: reader.string('location') };
    case 'respond':
      return decodeRespond(reader);
    case 'drip':
      return {
        type,
        intervalMs: reader.number('intervalMs', 1, 100),
        bytes: reader.integer('bytes', 1) ?? 1,
        from: reader.oneOf('from', ['head', 'body']) ?? 'body',
      };
    case 'cut':
      return {
        type,
        at: reader.oneOf('at', ['beforeHead', 'midHead', 'beforeBody', 'midBody']) ?? 'midBody',
        how: reader.oneOf('how', ['reset', 'fin']) ?? 'reset',
      };
    case 'contentLength':
      return { type, variant: reader.oneOf('variant', ['short', 'long', 'double']) ?? 'long' };
    case 'unsolicited':
      return { type, afterMs: reader.number('afterMs', 0, 20) };
    case 'raw':
      return {
        type,
        then: reader.oneOf('then', ['fin', 'reset', 'keep']) ?? 'fin',
        ...present({ text: reader.optionalString('text'), base64: reader.optionalString('base64') }),
      };
    default:
      throw new InputError(`${reader.place}.type is no known fault`);
  }
}

function status(reader: ObjectReader, otherwise: number): number {
  const value = reader.integer('status', 200) ?? otherwise;
  if (value > 599) throw new InputError(`${reader.place}.status must be a number from 200 to 599`);
  return value;
}

function decodeRefusal(reader: ObjectReader): Fault {
  const kind = reader.string('kind');
  if (!isRefusalKind(kind)) throw new InputError(`${reader.place}.kind must be one of ${refusalKinds.join(', ')}`);
  const retryAfter = reader.json('retryAfter');
  return {
    type: 'refusal',
    kind,
    ...present({
      httpStatus: reader.integer('httpStatus', 200),
      codeType: reader.oneOf('codeType', ['string', 'integer']),
      msg: reader.optionalString('msg'),
      retryAfter: scalarText(retryAfter),
    }),
  };
}

function decodeRespond(reader: ObjectReader): Fault {
  const headers = reader.object('headers');
  const texts = headers === undefined ? undefined : Object.entries(headers);
  return {
    type: 'respond',
    status: status(reader, 200),
    ...present({
      headers: texts && Object.fromEntries(texts.map(([name, value]) => [name, scalarText(value) ?? ''])),
      json: reader.json('json'),
      text: reader.optionalString('text'),
      base64: reader.optionalString('base64'),
    }),
  };
}

function decodeMatch(reader: ObjectReader): FaultMatch {
  const match = present<FaultMatch>({
    endpoint: reader.optionalString('endpoint'),
    kind: reader.oneOf('kind', ['read', 'write', 'create', 'update']),
    module: reader.optionalString('module'),
    field: reader.optionalString('field'),
    value: reader.optionalString('value'),
    page: reader.integer('page', 1),
    contains: reader.optionalString('contains'),
    nth: reader.integer('nth', 1),
    after: reader.integer('after', 0),
    probability: reader.optionalNumber('probability', 0),
  });
  reader.end();
  return match;
}

function decodeRule(value: Json, place: string): FaultRule {
  const reader = new ObjectReader(value, place);
  const match = reader.object('match');
  const faultReader = new ObjectReader(reader.object('fault'), `${place}.fault`);
  const fault = decodeFault(faultReader);
  faultReader.end();
  const rule: FaultRule = {
    fault,
    ...present({
      match: match && decodeMatch(new ObjectReader(match, `${place}.match`)),
      times: reader.integerOrNull('times', 1),
      delayMs: reader.optionalNumber('delayMs', 0),
      commit: reader.boolean('commit'),
      commitAfterMs: reader.optionalNumber('commitAfterMs', 0),
    }),
  };
  reader.end();
  return rule;
}

/** A fault script: a list of rules, or an object of `rules` and `seed`. Throws InputError naming what is wrong. */
export function decodeFaults(value: Json): { readonly rules: readonly FaultRule[]; readonly seed: number } {
  if (isJsonArray(value)) return { rules: value.map((rule, index) => decodeRule(rule, `rules[${index}]`)), seed: 1 };
  const reader = new ObjectReader(value, 'body');
  const rules = reader.json('rules');
  const seed = reader.integer('seed', 0) ?? 1;
  reader.end();
  if (!isJsonArray(rules)) throw new InputError('body.rules must be a list');
  return { rules: rules.map((rule, index) => decodeRule(rule, `rules[${index}]`)), seed };
}
