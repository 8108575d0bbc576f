import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWith } from './support/describeWith.js';

const project = fileURLToPath(new URL('..', import.meta.url));
let repository: string;

const git = (...parameters: string[]): void => {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, ...parameters], { cwd: repository, stdio: 'pipe' });
};
const setVersion = (version: string): void => {
  writeFileSync(join(repository, 'package.json'), JSON.stringify({ version }));
};
const changeSchema = (from: string, to: string): void => {
  cpSync(join(project, 'schema'), join(repository, 'schema'), { recursive: true });
  const file = join(repository, 'schema/owner.graphql');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
};
function compare(): { readonly status: number | null; readonly told: string } {
  const { status, stdout, stderr } = spawnSync('node', ['tools/schemaDiff.mjs', repository], { cwd: project });
  return { status, told: `${stdout.toString()}${stderr.toString()}` };
}

describeWith('git', 'the comparison of schemas', () => {
  beforeAll(() => {
    repository = mkdtempSync(join(tmpdir(), 'schema-diff-'));
    cpSync(join(project, 'schema'), join(repository, 'schema'), { recursive: true });
    setVersion('0.1.0');
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'A first release');
  });
  afterAll(() => {
    rmSync(repository, { recursive: true, force: true });
  });

  test('says that there is nothing to compare with before the first release', () => {
    expect(compare()).toEqual({ status: 0, told: expect.stringContaining('no release yet') });
    git('tag', 'v0.1.0');
    expect(compare()).toEqual({ status: 0, told: expect.stringContaining('Since v0.1.0: 0 changes') });
  });

  test('lets a field be added', () => {
    changeSchema('\n}', '\n  "New."\n  shoeSize: Int\n}');
    expect(compare()).toEqual({ status: 0, told: expect.stringMatching(/0 of them breaking[\s\S]*shoeSize/) });
  });

  test('fails when clients would break, until the version says so', () => {
    changeSchema('name: String', 'fullName: String');
    expect(compare()).toEqual({
      status: 1,
      told: expect.stringMatching(/BREAKING: Field 'name'[\s\S]*v0\.1\.0 would/),
    });
    setVersion('0.1.1');
    expect(compare().status).toBe(1);
    setVersion('0.2.0');
    expect(compare().status).toBe(0);
  });
});
