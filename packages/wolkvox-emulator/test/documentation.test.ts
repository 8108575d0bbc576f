import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from '../src/Emulator.js';
import { endpoints } from '../src/endpoints/index.js';
import type { Quirk } from '../src/Quirk.js';
import { quirks } from '../src/Settings.js';
import { VendorCaller } from './support/VendorCaller.js';

const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/```json (\w+)\n([\s\S]*?)```/g)].map(([, path = '', text = '']) => ({
  path,
  text,
}));

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ dataset: 'empty' });
});
afterAll(async () => {
  await emulator.close();
});

describe('the page about the emulator', () => {
  test('shows examples of every kind', () => {
    expect(new Set(examples.map(({ path }) => path))).toEqual(
      new Set(['reset', 'records', 'clock', 'settings', 'faults']),
    );
  });

  test.each(examples)('has an example for $path that works: $text', async ({ path, text }) => {
    const { status, text: answer } = await new VendorCaller(emulator).control('POST', path, text);
    expect({ status, answer }).toMatchObject({ status: 200 });
  });

  test('has the table of quirks as it is in the code, line by line', () => {
    const [, section = ''] = page.split('\n## Tenant quirks\n');
    const rows = section.match(/^\| `.*$/gm)?.map((row) => row.replace(/ +/g, ' ')) ?? [];
    const wanted = Object.entries<Quirk<unknown>>(quirks).map(([name, { initial, others, meaning }]) => {
      const told = typeof initial === 'string' ? initial : JSON.stringify(initial);
      return `| \`${name}\` | \`${told}\` | ${others} | ${meaning} |`;
    });
    expect(rows.slice(0, wanted.length)).toEqual(wanted);
  });

  test('names every script', () => {
    for (const name of endpoints.keys()) expect(page).toContain(`\`${name}\``);
  });

  test('names every fault', () => {
    const source = readFileSync(new URL('../src/faults/Fault.ts', import.meta.url), 'utf8');
    const types = [...source.matchAll(/readonly type: '(\w+)'/g)].map(([, type = '']) => type);
    expect(types.length).toBeGreaterThan(30);
    for (const type of types) expect(page).toMatch(new RegExp(`^\\| \`${type}\``, 'm'));
  });
});
