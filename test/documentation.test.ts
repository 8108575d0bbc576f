import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const pages = ['.', 'docs', 'docs/adr', 'docs/es', 'examples', 'packages/wolkvox-emulator']
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, text: read(path) }));

/** What a heading is called in a link to it. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

function anchorsIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)));
}

/** Whether a link leads somewhere from the page it stands on. */
function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || anchorsIn(read(target)).has(anchor);
}

describe('the documentation', () => {
  test('has no link that leads nowhere', () => {
    const broken = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([^)\s]+)\)/g)]
        .flatMap(([, link = '']) => link)
        .filter((link) => !/^(?:https?|mailto):/.test(link) && !leadsSomewhere(path, link))
        .map((link) => `${path}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  test('names only paths that exist', () => {
    const homes = [root, join(root, 'src')];
    const folders = homes.flatMap((home) =>
      readdirSync(home).filter((name) => /^\w+$/.test(name) && statSync(join(home, name)).isDirectory()),
    );
    const own = new RegExp(String.raw`^(?!dist|data|reports|node_modules)(?:${folders.join('|')})/[\w./-]*$`);
    const missing = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/`([^`\n]+)`/g)]
        .flatMap(([, code = '']) => code)
        .filter((code) => own.test(code) && !homes.some((home) => existsSync(join(home, code))))
        .map((code) => `${path}: ${code}`),
    );
    expect(missing).toEqual([]);
  });

  test('names only scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const named = pages.flatMap(({ text }) =>
      [...text.matchAll(/\bnpm run ([\w:]+)/g)].flatMap(([, name = '']) => name),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  test('has every setting in the tables of docs/configuration.md, and no other', () => {
    const settings = [...read('src/server/settings/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].flatMap(
      ([, name = '']) => name,
    );
    const rows = read('docs/configuration.md').match(/^\| `.*$/gm) ?? [];
    const told = rows.flatMap((row) => row.split('|')[1]?.match(/[A-Z][A-Z_]+/g) ?? []);
    expect(settings.length).toBeGreaterThan(20);
    expect(told.sort()).toEqual(settings.sort());
  });
});
