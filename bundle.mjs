/**
 * Puts the program that serves into a few files, `dist/program/`, with the libraries that it uses: a process finds and reads
 * them in half the time that a thousand modules take. `dist/main.js` starts it. What is loaded only when it is asked for,
 * such as Redis or spans, stays in files of its own.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));
const sources = join(root, 'src');
const target = join(root, 'dist/program');

/**
 * Modules find the files beside them by their own address. In the bundle that is the one which they have in `dist/`.
 *
 * @type {import('esbuild').Plugin}
 */
const addressesInDist = {
  name: 'addresses-in-dist',
  setup(bundle) {
    bundle.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (!path.startsWith(sources)) return undefined;
      const address = `../${relative(sources, path).split(sep).join('/').replace(/\.ts$/, '.js')}`;
      const text = readFileSync(path, 'utf8');
      const contents = text.replaceAll('import.meta.url', `new URL('${address}', import.meta.url).href`);
      return { contents, loader: 'ts' };
    });
  },
};

rmSync(target, { recursive: true, force: true });
await build({
  entryPoints: [join(sources, 'main.ts')],
  outdir: target,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  // Native code finds its own files only from where it lies; the emulator is a program of its own.
  external: ['lmdb', 'wolkvox-emulator'],
  sourcemap: 'linked',
  minifySyntax: true,
  minifyWhitespace: true,
  // Libraries in the older module format ask for Node's modules by `require`.
  banner: {
    js: "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);",
  },
  plugins: [addressesInDist],
  logLevel: 'warning',
});

writeFileSync(
  join(root, 'dist/main.js'),
  `import module from 'node:module';

// Where Node can keep what it has compiled, the next start need not compile it again.
module.enableCompileCache?.();
await import('./program/main.js');
`,
);
