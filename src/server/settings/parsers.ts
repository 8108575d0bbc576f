import { splitList } from './splitList.js';

/** Reads an IANA time zone; null when there is none of that name. */
export function parseTimeZone(value: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** Reads a number above 0; null when it is none. */
export function parseRate(value: string): number | null {
  const rate = /^\d{1,6}(?:\.\d{1,6})?$/.test(value) ? Number(value) : 0;
  return rate > 0 ? rate : null;
}

/** Reads `true`, `1`, `yes` or `false`, `0`, `no`; null when it is neither. */
export function parseBoolean(value: string): boolean | null {
  switch (value.toLowerCase()) {
    case 'true':
    case '1':
    case 'yes':
      return true;
    case 'false':
    case '0':
    case 'no':
      return false;
    default:
      return null;
  }
}

/** OpenTelemetry's own convention: the address of a collector, below which traces have a path of their own. */
export function parseTracesUrl(value: string): URL | null {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return null;
  const url = new URL(value);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/v1/traces`;
  return url;
}

/** Reads one or two comma-separated secrets of visible ASCII characters; null when they are none. */
export function parseSecrets(value: string): string[] | null {
  const secrets = splitList(value);
  const areUsable = secrets.every((secret) => /^[\x21-\x7e]+$/.test(secret));
  return areUsable && (secrets.length === 1 || secrets.length === 2) ? secrets : null;
}

/** As other programs do: an address without a scheme is an http one. */
export function parseProxyUrl(value: string): URL | null {
  const address = value.includes('://') ? value : `http://${value}`;
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? new URL(address) : null;
}

/** Reads a share such as `5%`, as a number from 0 to 1; null when it is none. */
export function parseShare(value: string): number | null {
  const percent = /^(\d{1,3}(?:\.\d{1,3})?)\s*%$/.exec(value.trim())?.[1];
  return percent !== undefined && Number(percent) <= 100 ? Number(percent) / 100 : null;
}
