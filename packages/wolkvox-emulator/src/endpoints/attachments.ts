import type { JsonObject } from '../Json.js';
import { Refusal } from '../Refusal.js';

const base64Text = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;
const dataUri = /^data:([^;,]*)(?:;[^,]*)?;base64,(.*)$/s;

const extensions: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'text/csv': 'csv',
  'video/mp4': 'mp4',
};

function attribute(html: string, name: string): string | undefined {
  const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(html);
  const value = match?.[1] ?? match?.[2];
  return value
    ?.replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The file name in one attachment text: only the anchor form carries one. Refuses what is none of the three forms. */
function nameOf(text: string, index: number): string {
  const trimmed = text.trim();
  if (trimmed.startsWith('<')) {
    const uri = dataUri.exec(attribute(trimmed, 'href') ?? '');
    if (uri === null) throw new Refusal('attachment', `attachments[${index}]`);
    return attribute(trimmed, 'download') ?? `adjunto_${index + 1}.${extensions[uri[1] ?? ''] ?? 'bin'}`;
  }
  const uri = dataUri.exec(trimmed);
  if (!base64Text.test(uri?.[2] ?? trimmed)) throw new Refusal('attachment', `attachments[${index}]`);
  return `adjunto_${index + 1}.${extensions[uri?.[1] ?? ''] ?? 'bin'}`;
}

/** The stored form of attachments: plain base64, a data URI, or an HTML anchor around one. The bytes are dropped. */
export function storedFiles(attachments: readonly string[], operation: string, recordId: string): JsonObject[] {
  return attachments.map((text, index) => fileLink(nameOf(text, index), operation, recordId));
}

/** A stored file as records show it. */
export function fileLink(name: string, operation: string, recordId: string): JsonObject {
  return { name, url: `https://files.example.org/${operation}/${recordId}/${encodeURIComponent(name)}` };
}
