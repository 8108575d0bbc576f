/**
 * When a bearer token ends that has been verified, in milliseconds since the epoch; null where there is none. Its form has
 * been checked with its signature.
 */
export function tokenEnd(authorization: string | undefined): number | null {
  const claims = /^Bearer +[\w-]+\.([\w-]+)\.[\w-]+$/i.exec(authorization ?? '')?.[1];
  if (claims === undefined) return null;
  try {
    const payload: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
    const end = typeof payload === 'object' && payload !== null && 'exp' in payload ? payload.exp : null;
    return typeof end === 'number' ? end * 1_000 : null;
  } catch {
    return null;
  }
}
