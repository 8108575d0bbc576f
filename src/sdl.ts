import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readFormsManifest } from './composition/readForms.js';
import { formsSdl } from './forms/sdl.js';
import { createSubgraphSchema, printApiSdl, readServedSdl, typeDefsWith } from './server/graphql/subgraphSchema.js';
import { readEnvironment } from './server/settings/environment.js';

/**
 * Prints the SDL that composers read, or with `--api` the one that clients read; `--out FILE` writes it there instead.
 * With `FORMS_MANIFEST` the tenant's own fields are part of it.
 */
const { values } = parseArgs({ options: { api: { type: 'boolean', default: false }, out: { type: 'string' } } });
const file = readEnvironment()['FORMS_MANIFEST'];
const forms = file === undefined ? null : readFormsManifest(resolve(file));
if (forms !== null && !forms.ok) {
  process.stderr.write(`${forms.problems.join('\n')}\n`);
  process.exitCode = 1;
} else {
  const added = forms === null ? '' : formsSdl(forms.manifest);
  const sdl = values.api ? printApiSdl(typeDefsWith(added)) : readServedSdl(createSubgraphSchema(added));
  if (values.out === undefined) process.stdout.write(sdl);
  else writeFileSync(values.out, sdl);
}
