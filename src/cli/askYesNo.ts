import { createInterface } from 'node:readline';

/** Whether a person agrees: an answer that begins with s (sí) or y (yes), in either case. An end without an answer is a no. */
export async function askYesNo(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<boolean> {
  const lines = createInterface({ input });
  output.write(question);
  const answer: IteratorResult<string, undefined> = await lines[Symbol.asyncIterator]().next();
  lines.close();
  return /^\s*[sy]/i.test(answer.value ?? '');
}
