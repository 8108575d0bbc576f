import type { Attachment } from '../WolkvoxClient.js';

/** How attachments travel: as plain base64, or in the HTML anchor that is the only form to carry a file's name. */
export type AttachmentFormat = 'base64' | 'anchor';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** An attachment in the text form that the CRM takes; the anchor is built as in the vendor's own example. */
export function attachmentText(attachment: Attachment, format: AttachmentFormat): string {
  if (format === 'base64') return attachment.content;
  const mediaType = attachment.contentType ?? 'application/octet-stream';
  const uri = escapeHtml(`data:${mediaType};base64,${attachment.content}`);
  const name = escapeHtml(attachment.filename ?? 'attachment');
  return `<a href="${uri}" download="${name}"><img src="${uri}" alt="${name}"></a>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => escapes[char] ?? char);
}
