const mask = '[secret]';

/** Shorter forms would mask pieces of ordinary words. */
const leastLength = 4;

/**
 * Makes a function that masks secrets in a text, in every form in which they are known to turn up: as they are, in
 * JSON, URL-encoded, in base64, and, since the CRM's tokens are hex of a readable text, decoded and in either case.
 */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const forms = [...new Set(secrets.flatMap(formsOf))]
    .filter((form) => form.length >= leastLength)
    .sort((left, right) => right.length - left.length);
  return (text) => forms.reduce((redacted, form) => redacted.replaceAll(form, mask), text);
}

function formsOf(secret: string): string[] {
  const texts = [secret, ...decodedHex(secret)];
  return texts.flatMap((text) => [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
    ...base64Forms(text),
    ...(/^[0-9a-f]+$/i.test(text) ? [text.toLowerCase(), text.toUpperCase()] : []),
    // The readable text of a token without its braces is as good as the token.
    ...(/^\{.+\}$/.test(text) ? [text.slice(1, -1)] : []),
  ]);
}

function decodedHex(secret: string): string[] {
  if (secret.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(secret)) return [];
  const decoded = Buffer.from(secret, 'hex').toString('utf8');
  return /^[\x20-\x7e]{4,}$/.test(decoded) ? [decoded] : [];
}

/**
 * Base64 of a text alone, and the part of it that stays the same when the text stands inside a longer one, at each of
 * the three places it can have there.
 */
function base64Forms(text: string): string[] {
  const alone = Buffer.from(text).toString('base64').replace(/=+$/, '');
  const inside = [0, 1, 2].map((shift) => {
    const encoded = Buffer.from('\0'.repeat(shift) + text)
      .toString('base64')
      .replace(/=+$/, '');
    const settled = Math.floor(((shift + Buffer.byteLength(text)) * 8) / 6);
    return encoded.slice(shift === 0 ? 0 : shift + 1, settled);
  });
  const standard = [alone, ...inside.filter((form) => form.length >= 8)];
  return [...standard, ...standard.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}
