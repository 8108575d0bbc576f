import type { Config } from '../settings/config.js';
import { isLoopback } from '../settings/serverUrl.js';

/**
 * Whether a real tenant is served to whoever reaches this process from elsewhere: with no secret and no tokens asked
 * for, on an address that is not this machine's own. Production does not start like that.
 */
export function isOpenToAnybody({
  upstream,
  host,
  routerSecrets,
  jwt,
}: Pick<Config, 'upstream' | 'host' | 'routerSecrets' | 'jwt'>): boolean {
  if (upstream === null || routerSecrets.length > 0 || jwt !== null) return false;
  const authority = host.includes(':') ? `[${host}]` : host;
  return !(URL.canParse(`http://${authority}`) && isLoopback(new URL(`http://${authority}`)));
}
