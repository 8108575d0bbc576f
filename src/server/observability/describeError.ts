/** What may be logged of an exception. */
export interface ErrorDescription {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  /** Where it was thrown: function names, files, lines. */
  readonly stack?: readonly string[];
  readonly cause?: ErrorDescription;
}

/** Exceptions of the language speak of code; the messages of others may repeat data. */
const speakOfCode = new Set(['TypeError', 'ReferenceError', 'RangeError']);

const maxFrames = 12;
const maxCauses = 3;

/**
 * Describes an exception for the log without anybody's data: messages only of the kinds that speak of code, and of
 * those every address, long number and quoted text is masked.
 */
export function describeError(error: unknown, depth = maxCauses): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error };
  const code =
    'code' in error && typeof error.code === 'string' && /^[A-Z_]{1,64}$/.test(error.code) ? error.code : null;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...(code !== null && { code }),
    ...(speakOfCode.has(error.name) && { message: maskData(error.message) }),
    ...(frames.length > 0 && { stack: frames.slice(0, maxFrames).map((line) => line.trim()) }),
    ...(error.cause !== undefined && depth > 0 && { cause: describeError(error.cause, depth - 1) }),
  };
}

function maskData(message: string): string {
  return message
    .slice(0, 300)
    .replace(/\S+@\S+/g, '[address]')
    .replace(/\+?\d[\d\s().-]{5,}\d/g, '[number]')
    .replace(/"[^"]*"/g, '[text]');
}
