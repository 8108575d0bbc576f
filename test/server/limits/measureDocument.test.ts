import { parse } from 'graphql';
import { describe, expect, test } from '@jest/globals';
import { Refusal } from '../../../src/server/errors/Refusal.js';
import { areEntitiesBeyond } from '../../../src/server/limits/EntityList.js';
import { nestsDeeperThan } from '../../../src/server/limits/jsonNesting.js';
import { measureDocument } from '../../../src/server/limits/measureDocument.js';

const times = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');
const measure = (text: string) => measureDocument(parse(text));

describe('measuring a document', () => {
  const limitOf = (text: string): unknown => {
    try {
      measure(text);
      return null;
    } catch (error) {
      return error instanceof Refusal ? error.details.limit : error;
    }
  };

  test('counts each selection wherever its fragment is spread: 5,000 pass, 5,001 do not', () => {
    // 1 for the root field, and 19 spreads of 249 selections: 1 + 19 + 4,731 = 4,751. What is missing holds no field.
    const document = (more: number) =>
      `{ x { ${times(19, () => '...f')} ${times(more, () => '...missing')} } }
        fragment f on T { ${times(249, () => '...missing')} }`;
    expect(limitOf(document(249))).toBeNull();
    expect(limitOf(document(250))).toBe('selections');
  });

  test('does not take long over what would become astronomically large', () => {
    const levels = times(60, (i) => `fragment f${i} on T { ...f${i + 1} ...f${i + 1} }`);
    const startedAt = performance.now();
    expect(limitOf(`{ ...f0 } ${levels} fragment f60 on T { ...missing }`)).toBe('selections');
    expect(limitOf(`{ ...f0 } ${levels} fragment f60 on T { x }`)).toBe('responseKey');
    // Otherwise it would take years.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  test('tells the operations apart', () => {
    expect(measure('query A { x } mutation B { y }')).toEqual([
      { name: 'A', kind: 'query', entityLists: [] },
      { name: 'B', kind: 'mutation', entityLists: [] },
    ]);
  });

  test('finds the representations that are asked for, in variables, defaults and literals', () => {
    const [operation] = measure(`query ($a: [_Any!]!, $b: [_Any!] = [{}, {}]) {
      a: _entities(representations: $a) { x } ... { b: _entities(representations: $b) { x } ...f }
    } fragment f on Query { c: _entities(representations: [$a, {}, 1]) { x } }`);
    const lists = operation?.entityLists ?? [];
    const beyond = (maxEntities: number, maxRepresentations: number) =>
      areEntitiesBeyond({ maxEntities, maxRepresentations }, lists, { a: [{}, {}, {}] });
    expect(lists).toHaveLength(3);
    expect([beyond(0, 8), beyond(0, 7)]).toEqual([false, true]);
  });

  test('is not misled by names that objects inherit', () => {
    const document = `query constructor { __proto__: toString ...constructor ...hasOwnProperty }
      fragment constructor on Query { constructor: __proto__ }`;
    expect(measure(document)).toEqual([{ name: 'constructor', kind: 'query', entityLists: [] }]);
  });
});

describe('the nesting of a JSON text', () => {
  const deeper = (limit: number, text: string) => nestsDeeperThan(limit, Buffer.from(text));

  test('is that of its lists and objects', () => {
    expect(deeper(3, '[{"a":[]}]')).toBe(false);
    expect(deeper(2, '[{"a":[]}]')).toBe(true);
    expect(deeper(1, '[],[],[]')).toBe(false);
  });

  test('is not that of brackets within texts', () => {
    expect(deeper(1, '{"[[[[":"{{{{\\"[[[["}')).toBe(false);
    expect(deeper(1, '{"a\\\\":[]}')).toBe(true);
    expect(deeper(1, '{"a\\\\\\"[[":1}')).toBe(false);
  });

  test('is not looked for beyond a text without end', () => {
    expect(deeper(1, '["[[[[')).toBe(false);
    expect(deeper(1, '"\\')).toBe(false);
  });
});
