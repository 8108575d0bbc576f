import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

export interface SourceFile {
  /** Path below the folder of sources, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** What it imports by a relative path, as paths below the folder of sources; `../…` for what lies outside of it. */
  readonly ownImports: readonly string[];
  /** Everything else it imports: packages and Node's own modules. */
  readonly foreignImports: readonly string[];
}

/**
 * Every TypeScript file of a folder of sources (a path below the project's root) with what it imports, type imports
 * included; generated code left out.
 */
export function readSources(folder: string): readonly SourceFile[] {
  const root = join(project, folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('__generated__'))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      const specifiers = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
      const own = specifiers.filter((specifier) => specifier.startsWith('.'));
      return {
        path: path.replaceAll('\\', '/'),
        text,
        ownImports: own.map((specifier) => {
          const target = relative(root, resolve(root, dirname(path), specifier)).replaceAll('\\', '/');
          return target.replace(/\.js$/, '.ts');
        }),
        foreignImports: specifiers.filter((specifier) => !specifier.startsWith('.')),
      };
    });
}
