import type { IncomingMessage } from 'node:http';
import type { UploadedFile } from './endpoints/Endpoint.js';
import { isJsonObject, type JsonObject, parseJson } from './Json.js';
import { readParts } from './multipart.js';
import { Refusal } from './Refusal.js';

const maxBodyBytes = 64 * 1024 * 1024;

/** The whole body; refuses with 413 beyond 64 MB. Rejects when the connection breaks before the end. */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > maxBodyBytes) throw new Refusal('tooLarge');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** The body as a JSON object; refuses with 400 what is none. */
export function readJsonObject(bytes: Buffer): JsonObject {
  const value = parseJson(bytes.toString('utf8'));
  if (!isJsonObject(value)) throw new Refusal('body');
  return value;
}

/** The fields and files of a multipart form; refuses with 400 what is none. Of files only name and size are kept. */
export function readForm(
  bytes: Buffer,
  contentType: string,
): { readonly body: JsonObject; readonly files: readonly UploadedFile[] } {
  const parts = readParts(bytes, contentType);
  if (parts === undefined) throw new Refusal('body');
  const fields: [string, string][] = [];
  const files: UploadedFile[] = [];
  for (const { name, fileName, content } of parts) {
    if (fileName === undefined) fields.push([name, content.toString('utf8')]);
    else files.push({ name: fileName, size: content.length });
  }
  return { body: Object.fromEntries(fields), files };
}
