import { readFileSync } from 'node:fs';

/** The text of a file that a setting names, or what stands in the way, which names the setting and the path. */
export function readSettingFile(
  setting: string,
  path: string,
): { readonly text: string } | { readonly problem: string } {
  try {
    return { text: readFileSync(path, 'utf8') };
  } catch (error) {
    const isNamed = typeof error === 'object' && error !== null && 'code' in error;
    const reason = isNamed ? ` (${String(error.code)})` : '';
    return { problem: `${setting} cannot be read: ${path}${reason}` };
  }
}
