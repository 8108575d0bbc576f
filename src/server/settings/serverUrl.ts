/** A usable address, or what is wrong with it in words that do not repeat it: an address may carry a password. */
export type UrlReading = { readonly url: URL } | { readonly problem: string };

/** Whether traffic to this host stays on this machine. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname.toLowerCase();
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/**
 * Reads the address of a server: scheme, host and port, nothing else. Plain http is for this machine only, because a
 * token and personal data travel with every call.
 */
export function parseServerUrl(text: string): UrlReading {
  const reading = parseSecureUrl(text);
  if ('problem' in reading) return reading;
  const { url } = reading;
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return { problem: 'must be the server only, such as https://crm0001.example.com, without a path or a query' };
  }
  return reading;
}

/** Reads an absolute https address, or an http one of this machine; no credentials in it. */
export function parseSecureUrl(text: string): UrlReading {
  const trimmed = text.trim();
  const schemes = trimmed.match(/[a-z][a-z0-9+.-]*:\/\//gi) ?? [];
  if (schemes.length > 1) return { problem: 'has a doubled scheme: write https:// once' };
  if (schemes[0] === undefined || !trimmed.startsWith(schemes[0])) return { problem: 'must begin with https://' };
  if (!URL.canParse(trimmed)) return { problem: 'is not an address' };
  const url = new URL(trimmed);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'must begin with https://' };
  if (url.username !== '' || url.password !== '') return { problem: 'must not carry a user name or a password' };
  if (url.protocol === 'http:' && !isLoopback(url)) {
    return { problem: 'must begin with https://; plain http is for this machine only' };
  }
  return { url };
}
