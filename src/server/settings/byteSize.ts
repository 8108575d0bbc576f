const unitBytes = new Map([
  ['', 1],
  ['b', 1],
  ['kb', 1024],
  ['mb', 1024 ** 2],
  ['gb', 1024 ** 3],
]);

/** Reads a size such as `512`, `64kb` or `1.5mb` into whole bytes; null when it is none. Units are powers of 1,024. */
export function parseByteSize(text: string): number | null {
  const match = /^(\d{1,12}(?:\.\d{1,3})?)\s*([a-z]*)$/.exec(text.trim().toLowerCase());
  const unit = unitBytes.get(match?.[2] ?? '-');
  if (match?.[1] === undefined || unit === undefined) return null;
  const bytes = Math.floor(Number(match[1]) * unit);
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : null;
}
