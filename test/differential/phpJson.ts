/** A number that JSON writes with digits which a double would lose. */
export class LongNumber {
  constructor(readonly digits: string) {}
}

/** JSON as PHP's `json_encode` writes it: slashes and everything beyond ASCII escaped. */
export function phpJson(value: unknown): string {
  if (value instanceof LongNumber) return value.digits;
  if (Array.isArray(value)) return `[${value.map(phpJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, element]) => element !== undefined);
    return `{${entries.map(([key, element]) => `${phpText(key)}:${phpJson(element)}`).join(',')}}`;
  }
  return typeof value === 'string' ? phpText(value) : JSON.stringify(value ?? null);
}

function phpText(text: string): string {
  return JSON.stringify(text)
    .replaceAll('/', '\\/')
    .replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
