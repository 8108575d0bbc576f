import type { TransportResponse } from '../../http/Transport.js';
import { parseJson } from './parseJson.js';

/** What the body of a response holds. */
export type DecodedBody =
  | { readonly kind: 'json'; readonly value: unknown }
  /** JSON that stops in the middle, in a response whose framing could not have shown that. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'html' }
  /** Empty, compressed although refused, not UTF-8, or anything else that is not JSON. `text` is its beginning. */
  | { readonly kind: 'unreadable'; readonly text: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const shownLength = 1_000;

/** The response's body as JSON, or the reason why it is none. Never throws. */
export function decodeBody(response: TransportResponse): DecodedBody {
  const encoding = headerText(response, 'content-encoding').trim().toLowerCase();
  // Inflating what nobody asked to deflate is how a small answer becomes a large one.
  if (encoding !== '' && encoding !== 'identity') return { kind: 'unreadable', text: '' };
  let text: string;
  try {
    text = utf8.decode(response.body);
  } catch {
    return { kind: 'unreadable', text: '' };
  }
  if (/^\s*</.test(text)) return { kind: 'html' };
  const parsed = parseJson(text);
  switch (parsed.kind) {
    case 'parsed':
      return { kind: 'json', value: parsed.value };
    case 'cut':
      return isFramed(response) ? { kind: 'unreadable', text: '' } : { kind: 'cut' };
    case 'refused':
      return { kind: 'unreadable', text: text.slice(0, shownLength) };
  }
}

/** The header's value as one text, empty when absent. */
export function headerText(response: TransportResponse, name: string): string {
  const value = response.headers[name];
  return typeof value === 'string' ? value : (value ?? []).join(', ');
}

/** Whether the end of the body was marked by something better than the end of the connection. */
function isFramed(response: TransportResponse): boolean {
  return headerText(response, 'content-length') !== '' || headerText(response, 'transfer-encoding') !== '';
}
