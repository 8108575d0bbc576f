import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What is built from what, in order. A step runs only when its inputs or its command have changed since it last
 * succeeded, or when its output is gone. Removing `dist/` makes everything run. `node build.mjs` runs all of them, `node build.mjs types` those named.
 *
 * @type {readonly { name: string, inputs: readonly string[], output: string, command: readonly string[] }[]}
 */
const steps = [
  {
    name: 'types',
    inputs: ['codegen.ts', 'schema', 'package-lock.json'],
    output: 'src/__generated__/resolvers.ts',
    command: ['node_modules/@graphql-codegen/cli/esm/bin.js', '--config', 'codegen.ts'],
  },
  {
    name: 'emulator',
    inputs: ['tsconfig.json', 'packages/wolkvox-emulator/tsconfig.build.json', 'packages/wolkvox-emulator/src'],
    output: 'packages/wolkvox-emulator/dist/main.js',
    command: ['node_modules/typescript/bin/tsc', '--project', 'packages/wolkvox-emulator/tsconfig.build.json'],
  },
  {
    name: 'subgraph',
    inputs: ['tsconfig.json', 'tsconfig.build.json', 'src', 'package-lock.json'],
    output: 'dist/main.js',
    command: ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json'],
  },
  {
    name: 'program',
    inputs: ['tsconfig.json', 'tsconfig.build.json', 'src', 'package-lock.json', 'bundle.mjs'],
    output: 'dist/program/main.js',
    command: ['bundle.mjs'],
  },
  {
    name: 'explorer',
    inputs: ['explorer', 'package-lock.json'],
    output: 'dist/explorer/explorer.js',
    command: ['explorer/build.mjs'],
  },
  {
    name: 'sdl',
    inputs: ['schema', 'src', 'package-lock.json'],
    output: 'dist/schema.graphql',
    command: ['dist/sdl.js', '--out', 'dist/schema.graphql'],
  },
];

const root = dirname(fileURLToPath(import.meta.url));

/**
 * @param {string} path a file or folder below the root
 * @returns {string[]} the files, in an order that does not change
 */
function filesOf(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesOf(`${path}/${name}`));
}

/** @param {(typeof steps)[number]} step */
function fingerprint({ inputs, command }) {
  const hash = createHash('sha256').update(command.join(' '));
  for (const path of inputs.flatMap(filesOf)) hash.update(`\n${path}\n`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

/** @param {string} ending */
function copyBesideModules(ending) {
  for (const path of filesOf('src').filter((name) => name.endsWith(ending))) {
    const target = join(root, path.replace(/^src/, 'dist'));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(root, path), target);
  }
}

const named = process.argv.slice(2);
for (const step of steps.filter(({ name }) => named.length === 0 || named.includes(name))) {
  const stamp = join(root, 'dist/.built', step.name);
  const wanted = fingerprint(step);
  const isDone = existsSync(join(root, step.output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isDone) continue;
  rmSync(stamp, { force: true });
  const [file = '', ...parameters] = step.command;
  const { status } = spawnSync(process.execPath, [join(root, file), ...parameters], {
    cwd: root,
    stdio: 'inherit',
    // What is built does not depend on whose tenant it will serve.
    env: { ...process.env, FORMS_MANIFEST: '' },
  });
  if (status !== 0) process.exit(status ?? 1);
  // What the compiler does not take along stands beside the modules that read it.
  if (step.name === 'subgraph') copyBesideModules('.lua');
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}
