import { z } from 'zod';

/** Secrets travel in HTTP headers: anything but visible ASCII is a mistake made when they were copied. */
export const headerSafe = z.string().regex(/^[\x21-\x7e]+$/, 'must be one word of visible ASCII characters');

/** The token in the file that `WOLKVOX_TOKEN_FILE` names, or what is wrong with it; both null when there is none. */
export function readTokenFile(
  given: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): { readonly token: string | null; readonly problem: string | null } {
  const path = given['WOLKVOX_TOKEN_FILE'];
  if (path === undefined) return { token: null, problem: null };
  if ('WOLKVOX_TOKEN' in given) {
    return { token: null, problem: 'WOLKVOX_TOKEN and WOLKVOX_TOKEN_FILE are both there: set one of them' };
  }
  let token: string;
  try {
    token = readFile(path).trim();
  } catch {
    return { token: null, problem: 'WOLKVOX_TOKEN_FILE names a file that cannot be read' };
  }
  return headerSafe.safeParse(token).success
    ? { token, problem: null }
    : { token: null, problem: 'WOLKVOX_TOKEN_FILE must hold one word of visible ASCII characters' };
}
