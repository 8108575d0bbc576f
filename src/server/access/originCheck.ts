import { isLoopback } from '../settings/serverUrl.js';

const sandboxOrigins = ['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com'];

export interface OriginRules {
  /** Origins that may call from a browser. */
  readonly origins: readonly string[];
  /** In development Apollo's Sandbox and pages of this machine may call as well. */
  readonly isProduction: boolean;
}

/** Makes the check of whether pages of an origin may call. */
export function createOriginCheck({ origins, isProduction }: OriginRules): (origin: string) => boolean {
  const allowed = new Set([...origins, ...(isProduction ? [] : sandboxOrigins)]);
  return (origin) => allowed.has(origin) || (!isProduction && URL.canParse(origin) && isLoopback(new URL(origin)));
}

/** Browsers send an origin with a page's own requests too. */
export function isSameOrigin(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
