/** One part of a multipart form: a field, or a file where it has a file name. */
export interface FormPart {
  readonly name: string;
  readonly fileName: string | undefined;
  readonly content: Buffer;
}

const lineEnd = '\r\n';

/** The parts of a `multipart/form-data` body (RFC 7578) in their order; undefined when it is none. */
export function readParts(body: Buffer, contentType: string): readonly FormPart[] | undefined {
  const boundary = /^multipart\/form-data\b.*;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  const delimiter = `--${boundary?.[1] ?? boundary?.[2] ?? ''}`;
  if (boundary === null) return undefined;
  const parts: FormPart[] = [];
  // The first delimiter stands at the start, or after a preamble, which means nothing.
  let at = body.indexOf(delimiter);
  for (;;) {
    if (at < 0) return undefined;
    const start = at + delimiter.length;
    if (body.toString('latin1', start, start + 2) === '--') return parts;
    at = body.indexOf(lineEnd + delimiter, start);
    const part = at < 0 ? undefined : readPart(body.subarray(start + lineEnd.length, at));
    if (part === undefined) return undefined;
    parts.push(part);
    at += lineEnd.length;
  }
}

/** One part: its head, an empty line, its content. Undefined when it has no name. */
function readPart(part: Buffer): FormPart | undefined {
  const headEnd = part.indexOf(lineEnd + lineEnd);
  if (headEnd < 0) return undefined;
  const head = part.toString('utf8', 0, headEnd);
  const name = parameter(head, 'name');
  if (name === undefined) return undefined;
  return { name, fileName: parameter(head, 'filename'), content: part.subarray(headEnd + 2 * lineEnd.length) };
}

/** A parameter of the part's Content-Disposition, its quotes and line ends escaped as browsers do it. */
function parameter(head: string, name: string): string | undefined {
  const match = new RegExp(String.raw`^content-disposition:[^\r\n]*;\s*${name}="([^"\r\n]*)"`, 'im').exec(head);
  return match?.[1]?.replace(/%(0A|0D|22)/gi, (escape) => decodeURIComponent(escape));
}
