import { describe, expect, test } from '@jest/globals';
import { manifestRules } from '../../src/composition/readForms.js';
import { emptyManifest, manifestText } from '../../src/forms/FormsManifest.js';
import { parseManifest } from '../../src/forms/parseManifest.js';
import { readFormsManifest } from '../../src/composition/readForms.js';
import { readManifestText, tenantManifest } from './tenantForms.js';

const rules = manifestRules();
const problemsOf = (text: string): readonly string[] => {
  const reading = parseManifest(text, rules);
  return reading.ok ? [] : reading.problems;
};
/** A manifest with these lines of fields, the first of them on line 3. */
const withCaseFields = (...lines: readonly string[]): string =>
  `{ "version": 1,\n  "cases": { "fields": [\n${lines.join(',\n')}\n] } }`;
const text = '{ "label": "A", "field": "a", "type": "text" }';

describe('a manifest', () => {
  test('is read as it was written', () => {
    expect(readManifestText(manifestText(tenantManifest))).toEqual(tenantManifest);
    expect(readManifestText(manifestText(emptyManifest))).toEqual(emptyManifest);
    expect(readManifestText('\ufeff{ "version": 1 }')).toEqual(emptyManifest);
  });

  test.each([
    ['nothing', '', 1, /is not JSON/],
    ['no JSON', '{\n  "version": 1,\n  cases\n}', 3, /is not JSON/],
    ['comments', '{\n  // mine\n  "version": 1 }', 2, /is not JSON/],
    ['a comma too many', '{ "version": 1,\n}', 2, /is not JSON/],
    ['a list', '[]', 1, /./],
    ['another version', '{\n "version": 2 }', 2, / version: must be 1$/],
    ['a key twice', '{ "version": 1,\n "contacts": {},\n "contacts": {} }', 3, / contacts: is there twice$/],
    ['an unknown key', '{ "version": 1,\n "contact": {} }', 2, / contact: is no key of a manifest$/],
    [
      'an unknown type',
      withCaseFields(text, '{ "label": "B", "field": "b", "type": "money" }'),
      4,
      /type: must be one of text, /,
    ],
    ['a field without a label', withCaseFields('{ "field": "b", "type": "text" }'), 3, /label/],
    [
      'two equal names',
      withCaseFields(text, '{ "label": "B", "field": "a", "type": "text" }'),
      4,
      /field: is there twice$/,
    ],
    [
      'two equal names but for letter case',
      withCaseFields(text, '{ "label": "B", "field": "A", "type": "text" }'),
      4,
      /field/,
    ],
    [
      'two equal labels',
      withCaseFields(text, '{ "label": "A", "field": "b", "type": "text" }'),
      4,
      /label: is there twice$/,
    ],
    [
      'a name that is none',
      withCaseFields('{ "label": "A", "field": "2a", "type": "text" }'),
      3,
      /must be a name of GraphQL/,
    ],
    ['a name of introspection', withCaseFields('{ "label": "A", "field": "__typename", "type": "text" }'), 3, /field/],
    [
      'a name that caches take for a key',
      withCaseFields('{ "label": "A", "field": "id", "type": "text" }'),
      3,
      /field/,
    ],
    ['a blank label', withCaseFields('{ "label": " ", "field": "a", "type": "text" }'), 3, /label/],
    ['the label __proto__', withCaseFields('{ "label": "__proto__", "field": "a", "type": "text" }'), 3, /label/],
    [
      'a format of another type',
      withCaseFields('{ "label": "A", "field": "a", "type": "date", "format": "1,234.56" }'),
      3,
      /format: is no format of type date$/,
    ],
    [
      'options of a text',
      withCaseFields('{ "label": "A", "field": "a", "type": "text", "options": ["x"] }'),
      3,
      /options/,
    ],
    [
      'columns of a text',
      withCaseFields('{ "label": "A", "field": "a", "type": "text", "columns": [{ "label": "x", "field": "x" }] }'),
      3,
      /columns/,
    ],
    [
      'two equal columns',
      withCaseFields(
        '{ "label": "A", "field": "a", "type": "table", "columns": [\n{ "label": "x", "field": "x" },\n{ "label": "y", "field": "x" }] }',
      ),
      5,
      /field: is there twice$/,
    ],
    [
      'a field of the CRM’s own',
      '{ "version": 1,\n "contacts": { "fields": [\n{ "label": "namecontact", "field": "a", "type": "text" } ] } }',
      3,
      /CRM/,
    ],
    [
      'a type that the schema has',
      '{ "version": 1,\n "cases": { "types": [\n{ "type": "Request",\n "name": "Case" } ] } }',
      4,
      /has already$/,
    ],
    [
      'a type that every manifest has',
      '{ "version": 1,\n "cases": { "types": [\n{ "type": "Request",\n "name": "OtherCaseForm" } ] } }',
      4,
      /has already$/,
    ],
    [
      'a type of case twice',
      '{ "version": 1,\n "cases": { "types": [\n{ "type": "R", "name": "A" },\n{ "type": "R", "name": "B" } ] } }',
      4,
      /type: is there twice$/,
    ],
    [
      'two types of one name',
      '{ "version": 1,\n "cases": { "types": [\n{ "type": "Q", "name": "A" },\n{ "type": "R", "name": "A" } ] } }',
      4,
      /name/,
    ],
    [
      'a name with two meanings',
      `{ "version": 1,\n "cases": { "types": [\n{ "type": "Q", "name": "A", "fields": [${text}] },\n{ "type": "R", "name": "B", "fields": [{ "label": "A", "field": "a", "type": "number" }] } ] } }`,
      4,
      /another field in another type/,
    ],
  ])('is refused for %s, with the line', (_, source, line, message) => {
    const problems = problemsOf(source);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]).toMatch(new RegExp(`^FORMS_MANIFEST line ${String(line)}\\b`));
    expect(problems.join('\n')).toMatch(message);
  });

  test('tells all of its problems at once', () => {
    const bad = (label: string): string => `{ "label": "${label}", "field": "1", "type": "text" }`;
    expect(
      problemsOf(withCaseFields(bad('A'), bad('B'), bad('C'))).map((problem) => /line \d+/.exec(problem)?.[0]),
    ).toEqual(expect.arrayContaining(['line 3', 'line 4', 'line 5']));
  });

  test('that cannot be read is told by its path', () => {
    expect(readFormsManifest('/nowhere/forms.json')).toEqual({
      ok: false,
      problems: ['FORMS_MANIFEST cannot be read: /nowhere/forms.json (ENOENT)'],
    });
  });
});
