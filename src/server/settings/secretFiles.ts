import { z } from 'zod';

/** Secrets travel in HTTP headers: anything but visible ASCII is a mistake made when they were copied. */
export const headerSafe = z.string().regex(/^[\x21-\x7e]+$/, 'must be one word of visible ASCII characters');

/** Settings that may stand in a file instead, named by the setting with `_FILE` behind it: what containers mount. */
const secretNames = ['WOLKVOX_TOKEN', 'ROUTER_SECRET', 'REDIS_URL'] as const;

/**
 * The settings with each secret in place of the file that holds it, and what is wrong with the files. `readFile` returns
 * a file's text and throws when it cannot be read.
 */
export function readSecretFiles(
  given: Readonly<Record<string, string>>,
  readFile: (path: string) => string,
): { readonly given: Readonly<Record<string, string>>; readonly problems: readonly string[] } {
  const filled: Record<string, string> = { ...given };
  const problems: string[] = [];
  for (const name of secretNames) {
    const path = given[`${name}_FILE`];
    if (path === undefined) continue;
    if (name in given) problems.push(`${name} and ${name}_FILE are both there: set one of them`);
    else {
      // Whoever named a file meant to set the secret: that it is missing is not told as well.
      filled[name] = '';
      const secret = textOf(path, readFile);
      if (secret === null) problems.push(`${name}_FILE names a file that cannot be read`);
      else if (headerSafe.safeParse(secret).success) filled[name] = secret;
      else problems.push(`${name}_FILE must hold one word of visible ASCII characters`);
    }
  }
  return { given: filled, problems };
}

function textOf(path: string, readFile: (path: string) => string): string | null {
  try {
    return readFile(path).trim();
  } catch {
    return null;
  }
}
