import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startEmulator, type Emulator } from 'wolkvox-emulator';
import { startSubgraph, type Subgraph } from '../support/startSubgraph.js';

const read = (page: string): string => readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8');
const block = (language: string, start: string, page: string): string =>
  new RegExp(`^\`\`\`${language}\\n(${start}[^]*?)^\`\`\`$`, 'm').exec(page)?.[1] ?? '';

/** What `curl -d @-` sends of a here-document: all of it, without its line breaks. */
const bodyOf = (command: string): string =>
  (/-d @- <<'JSON'\n([^]*?)^JSON$/m.exec(command)?.[1] ?? '').replaceAll('\n', '');

let emulator: Emulator;
let subgraph: Subgraph;

beforeAll(async () => {
  emulator = await startEmulator();
  subgraph = await startSubgraph(emulator);
});

afterAll(async () => {
  await subgraph.stop();
  await emulator.close();
});

test.each(['README.md', 'README.es.md'])(
  'the first query of %s, pasted as it stands, gets the answer beneath it',
  async (name) => {
    const page = read(name);
    const response = await fetch(subgraph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: bodyOf(block('sh', 'curl ', page)),
    });
    expect(await response.json()).toEqual(JSON.parse(block('json', '\\{', page)));
  },
);

test('the mutation in the page on writing is applied once, however often it is sent', async () => {
  const document = block('graphql', 'mutation ', read('docs/writing.md'));
  expect(await subgraph.query(document)).toMatchObject({ body: { data: { createCase: { outcome: 'APPLIED' } } } });
  expect(await subgraph.query(document)).toMatchObject({ body: { data: { createCase: { outcome: 'REPLAYED' } } } });
});
