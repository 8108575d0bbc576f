import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { errorCatalogue } from '../src/server/errors/errorCatalogue.js';
import { createSubgraphSchema } from '../src/server/graphql/subgraphSchema.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const sentences = JSON.parse(read('docs/es/errores.json')) as Readonly<
  Record<string, Readonly<Record<string, string>>>
>;

/** Pages that exist in both languages, the English one first. */
const pairs = [
  ['README.md', 'README.es.md'],
  ['docs/runbook.md', 'docs/es/runbook.md'],
  ['docs/operators.md', 'docs/es/operadores.md'],
  ['docs/doctor.md', 'docs/es/doctor.md'],
  ['docs/writing.md', 'docs/es/escritura.md'],
  ['docs/forms.md', 'docs/es/formularios.md'],
] as const;

const enumValues = (name: string): string[] => {
  const type = createSubgraphSchema().getType(name);
  return type !== undefined && 'getValues' in type ? type.getValues().map((value) => value.name) : [];
};
/** How many headings of each level, rows of tables and blocks of code a page has, in its order. */
const shapeOf = (text: string): string[] =>
  [...text.matchAll(/^(#+ |\| |```\w*)/gm)].map(([, mark = '']) => mark.trim());
/** What a reader types: it must be the same in every language, but for words that stand for the reader's own values. */
const commandsIn = (text: string): string[] =>
  [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#')),
  );

describe('the Spanish documentation', () => {
  test('has a sentence for every code that a client can meet', () => {
    expect(Object.keys(sentences['errors'] ?? {}).sort()).toEqual(Object.keys(errorCatalogue).sort());
    expect(Object.keys(sentences['userErrors'] ?? {}).sort()).toEqual(enumValues('UserErrorCode').sort());
    expect(Object.keys(sentences['outcomes'] ?? {}).sort()).toEqual(enumValues('MutationOutcome').sort());
    expect(Object.keys(sentences['warnings'] ?? {}).sort()).toEqual(enumValues('ResultWarningCode').sort());
  });

  test('is the list of sentences that the desk shows', () => {
    expect(JSON.parse(read('examples/desk/src/words/errores.json'))).toEqual(sentences);
  });

  test('shows the same sentences on its page', () => {
    const page = read('docs/es/errores.md');
    for (const [code, sentence] of Object.values(sentences).flatMap((list) => Object.entries(list))) {
      expect(page).toMatch(new RegExp(`\\| \`${code}\` +\\| ${sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} +\\|`));
    }
  });

  test.each(pairs)('has the same headings, tables and commands as the English page: %s', (english, spanish) => {
    expect(shapeOf(read(spanish))).toEqual(shapeOf(read(english)));
    expect(commandsIn(read(spanish))).toEqual(commandsIn(read(english)));
  });
});
