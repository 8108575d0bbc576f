import type { AttachmentInput } from '../graphql/graphql';

const maxFiles = 5;
const maxBytes = 2 * 1024 * 1024;

/** Whether the graph would take these files: at most 5, of at most 2 MB each, none of them empty. */
export function problemOfFiles(files: readonly File[]): 'ATTACHMENT_TOO_LARGE' | 'ATTACHMENT_INVALID' | null {
  if (files.length > maxFiles || files.some(({ size }) => size > maxBytes)) return 'ATTACHMENT_TOO_LARGE';
  return files.some(({ size }) => size === 0) ? 'ATTACHMENT_INVALID' : null;
}

/** Reads files into the form in which the graph takes them. */
export function readAttachments(files: readonly File[]): Promise<AttachmentInput[]> {
  return Promise.all(
    files.map(async (file) => ({
      content: await readBase64(file),
      filename: file.name,
      ...(file.type !== '' && { contentType: file.type }),
    })),
  );
}

function readBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      // `data:application/pdf;base64,JVBERi…`
      const url = typeof reader.result === 'string' ? reader.result : '';
      resolve(url.slice(url.indexOf(',') + 1));
    };
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'));
    reader.readAsDataURL(file);
  });
}
