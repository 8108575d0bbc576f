/** Reads comma-separated origins (scheme, host and port) as browsers write them; null when one is none. */
export function parseOrigins(value: string): string[] | null {
  const origins = value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(originIn);
  return origins.every((origin) => origin !== null) ? origins : null;
}

function originIn(text: string): string | null {
  if (!/^https?:\/\/[^/?#@]+\/?$/i.test(text) || !URL.canParse(text)) return null;
  return new URL(text).origin;
}
