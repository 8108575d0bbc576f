import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const outfile = fileURLToPath(new URL('../../dist/differential/fuzz.mjs', import.meta.url));

/**
 * The program itself is taken as it was built: what lies beside its files is found from there only.
 *
 * @type {import('esbuild').Plugin}
 */
const builtProgram = {
  name: 'built-program',
  setup(bundle) {
    bundle.onResolve({ filter: /^(?:\.\.\/)+src\// }, ({ path }) => ({
      path: path.replace(/^(?:\.\.\/)+src\//, '../'),
      external: true,
    }));
  },
};

await build({
  entryPoints: [fileURLToPath(new URL('fuzz.ts', import.meta.url))],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  plugins: [builtProgram],
  sourcemap: 'inline',
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);
