import { readFileSync } from 'node:fs';
import { type ManifestReading, type ManifestRules, parseManifest } from './parseManifest.js';

/** Reads a manifest from its file. Problems name the setting and the line. */
export function readManifest(
  path: string,
  rules: ManifestRules,
  readFile: (path: string) => string = (name) => readFileSync(name, 'utf8'),
): ManifestReading {
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    const isNamed = typeof error === 'object' && error !== null && 'code' in error;
    const reason = isNamed ? ` (${String(error.code)})` : '';
    return { ok: false, problems: [`FORMS_MANIFEST cannot be read: ${path}${reason}`] };
  }
  return parseManifest(text, rules);
}
