import { isLoopback } from './serverUrl.js';

/**
 * Whether calls to `server` go around the proxy: those that stay on this machine, and those whose host `noProxy` lists
 * (host names or suffixes, comma-separated, `*` for all).
 */
export function bypassesProxy(server: URL, noProxy: string): boolean {
  if (isLoopback(server)) return true;
  const host = server.hostname.toLowerCase();
  return noProxy
    .split(',')
    .map((entry) =>
      entry
        .trim()
        .toLowerCase()
        .replace(/^\*?\./, '')
        .replace(/:\d+$/, ''),
    )
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || host === entry || host.endsWith(`.${entry}`));
}
