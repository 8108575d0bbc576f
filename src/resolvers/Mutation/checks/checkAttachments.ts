import type { AttachmentInput, UserError } from '../../../__generated__/resolvers.js';
import type { Attachment } from '../../../writing/Writer.js';
import { isName } from './checkTexts.js';
import { userError } from './userError.js';

const maxAttachments = 5;
const maxBytes = 2 * 1024 * 1024;
const maxFilenameLength = 255;
const mediaType = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/i;

/** Refuses attachments that are too many, too large or empty, or whose name or media type could not be one. */
export function checkAttachments(attachments: readonly AttachmentInput[] | null | undefined): UserError[] {
  if (attachments == null) return [];
  const path = ['input', 'attachments'];
  if (attachments.length > maxAttachments) return [userError('ATTACHMENT_TOO_LARGE', path)];
  return attachments.flatMap((attachment, index) => checkAttachment(attachment, [...path, String(index)]));
}

/** The attachments as the writer takes them. */
export function toAttachments(attachments: readonly AttachmentInput[] | null | undefined): Attachment[] {
  return (attachments ?? []).map(({ content, filename, contentType }) => ({
    content,
    filename: filename ?? null,
    contentType: contentType ?? null,
  }));
}

function checkAttachment({ content, filename, contentType }: AttachmentInput, path: readonly string[]): UserError[] {
  const errors: UserError[] = [];
  if (content === '') errors.push(userError('ATTACHMENT_INVALID', [...path, 'content']));
  if (decodedBytes(content) > maxBytes) errors.push(userError('ATTACHMENT_TOO_LARGE', [...path, 'content']));
  if (filename != null && !isFilename(filename)) errors.push(userError('ATTACHMENT_INVALID', [...path, 'filename']));
  if (contentType != null && !mediaType.test(contentType)) {
    errors.push(userError('ATTACHMENT_INVALID', [...path, 'contentType']));
  }
  return errors;
}

/** Padded base64 carries three bytes in every four characters, so its size is known without decoding it. */
function decodedBytes(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length / 4) * 3 - padding;
}

/** A bare name: a path in it could be taken for a place on somebody's disk. */
function isFilename(name: string): boolean {
  return isName(name) && name.length <= maxFilenameLength && !/[/\\]/.test(name) && name !== '.' && name !== '..';
}
