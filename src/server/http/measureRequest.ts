/**
 * How many bytes of a request count against the ordinary limit: all of them but the contents of attachments. Those are
 * looked for where mutations take them: under `attachments` in the variables, and as literals in the document. Base64 is
 * ASCII, so a character is a byte.
 */
export function ordinaryBytes(totalBytes: number, request: Readonly<Record<string, unknown>>): number {
  const inVariables = attachmentBytes(request['variables'], maxDepth);
  const inDocument = typeof request['query'] === 'string' ? literalAttachmentBytes(request['query']) : 0;
  return totalBytes - inVariables - inDocument;
}

/** Inputs nest less than this above their attachments. */
const maxDepth = 6;

function attachmentBytes(value: unknown, depth: number): number {
  if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return 0;
  let bytes = 0;
  for (const [key, inner] of Object.entries(value)) {
    bytes += key === 'attachments' && Array.isArray(inner) ? contentBytes(inner) : attachmentBytes(inner, depth - 1);
  }
  return bytes;
}

function contentBytes(attachments: readonly unknown[]): number {
  let bytes = 0;
  for (const attachment of attachments) {
    if (typeof attachment !== 'object' || attachment === null || !('content' in attachment)) continue;
    if (typeof attachment.content === 'string') bytes += attachment.content.length;
  }
  return bytes;
}

function literalAttachmentBytes(document: string): number {
  if (!document.includes('attachments')) return 0;
  let bytes = 0;
  for (const match of document.matchAll(/\bcontent\s*:\s*"([A-Za-z0-9+/=]*)"/g)) bytes += match[1]?.length ?? 0;
  return bytes;
}
