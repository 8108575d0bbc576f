import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { printApiSdl, readServedSdl } from './server/graphql/subgraphSchema.js';

/** Prints the SDL that composers read, or with `--api` the one that clients read; `--out FILE` writes it there instead. */
const { values } = parseArgs({ options: { api: { type: 'boolean', default: false }, out: { type: 'string' } } });
const sdl = values.api ? printApiSdl() : readServedSdl();
if (values.out === undefined) process.stdout.write(sdl);
else writeFileSync(values.out, sdl);
