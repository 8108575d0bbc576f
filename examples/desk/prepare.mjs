import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// Writes the schema that clients see, and the types of the desk's operations. The subgraph has to be built.
const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

run([here('../../dist/sdl.js'), '--api', '--out', here('schema.graphql')]);
run([here('node_modules/@graphql-codegen/cli/esm/bin.js'), '--config', 'codegen.ts']);

/** @param {string[]} program */
function run(program) {
  const { status, stdout, stderr } = spawnSync(process.execPath, program, {
    cwd: here('.'),
    env: { ...process.env, FORMS_MANIFEST: 'forms.json', GRAPHQL_SCHEMA: 'schema.graphql' },
    encoding: 'utf8',
  });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}`);
  process.exit(status ?? 1);
}
