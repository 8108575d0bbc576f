import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Beside the built program, so that what lies beside the sources is found from here as well. */
const outfile = fileURLToPath(new URL('../../dist/differential/fuzz.mjs', import.meta.url));

await build({
  entryPoints: [fileURLToPath(new URL('fuzz.ts', import.meta.url))],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);
