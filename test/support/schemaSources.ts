import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, type DocumentNode } from 'graphql';

const folder = resolve(dirname(fileURLToPath(import.meta.url)), '../../schema');

/** The files of `schema/` by name. */
export function readSchemaSources(): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.graphql'))
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

/** The whole schema as one document. */
export function parseSchema(): DocumentNode {
  return parse([...readSchemaSources().values()].join('\n'));
}
