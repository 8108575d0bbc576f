import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseJson } from '../src/Json.js';
import { textAt } from './support/VendorCaller.js';

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** A folder with nothing in it but the package, installed from its tarball without any network. */
let folder = '';
let packed: readonly string[] = [];
let program: ChildProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emulator-package-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: packageFolder });
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  packed = files.map(({ path }) => path);
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, filename)], { cwd: folder });
});
afterAll(async () => {
  // npx starts a shell that starts the program: the three end together.
  if (program?.pid !== undefined) process.kill(-program.pid, 'SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

describe('the package', () => {
  test('holds the built program, its types and its page, and nothing else', () => {
    const kinds = packed.map((path) => path.replace(/^dist\/.*?(\.d\.ts|\.js)$/, 'dist/*$1'));
    expect(new Set(kinds)).toEqual(new Set(['LICENSE', 'README.md', 'package.json', 'dist/*.js', 'dist/*.d.ts']));
  });

  test('starts by its command in a folder where nothing else is installed', async () => {
    const child = spawn('npx', ['--no-install', 'wolkvox-emulator'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder, EMULATOR_PORT: '0' },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    program = child;
    let told = '';
    for await (const line of createInterface({ input: child.stdout })) {
      told = line;
      break;
    }
    const line = parseJson(told);
    const response = await fetch(`${textAt(line, 'url')}/server/API/v2/cases/queryCases.php`, {
      method: 'POST',
      headers: { 'wolkvox-token': textAt(line, 'token') },
      body: JSON.stringify({ operation: 'demo', field: 'status', value: 'Abierto', limit: 1 }),
    });
    expect(await response.json()).toMatchObject({ code: '200', data: [{ status: { name: 'Abierto' } }] });
  });

  test('is imported by its name, and ends when it is closed', async () => {
    await writeFile(
      join(folder, 'use.js'),
      `import { startEmulator } from 'wolkvox-emulator';
       const emulator = await startEmulator({ dataset: 'samples' });
       console.log(JSON.stringify(emulator.counts()));
       await emulator.close();`,
    );
    const { stdout } = await run(process.execPath, ['use.js'], { cwd: folder });
    expect(parseJson(stdout)).toMatchObject({ contacts: 1 });
  });
});
