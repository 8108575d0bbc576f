/** An expected value that may be one of several: what is documented leaves it open. */
export class OneOf {
  readonly choices: readonly unknown[];

  constructor(...choices: readonly unknown[]) {
    this.choices = choices;
  }
}

/** An expected value that nothing is said about. */
export const anything: unique symbol = Symbol('anything');

/** The paths at which an answer is not what is expected, with both; empty when all is as expected. */
export function differences(actual: unknown, expected: unknown, path = ''): readonly string[] {
  if (expected === anything) return [];
  if (expected instanceof OneOf) {
    const all = expected.choices.map((choice) => differences(actual, choice, path));
    return all.sort((a, b) => a.length - b.length)[0] ?? [];
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length) return [`${path}: ${show(actual)} is not ${show(expected)}`];
    return expected.flatMap((element, index) => differences(actual[index], element, `${path}[${index}]`));
  }
  if (isObject(expected) && isObject(actual)) {
    return Object.keys(expected).flatMap((key) => differences(actual[key], expected[key], `${path}.${key}`));
  }
  return Object.is(actual, expected) ? [] : [`${path}: ${show(actual)} is not ${show(expected)}`];
}

/** Whether the value is an object of JSON. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (value === undefined) return 'undefined';
  const text = JSON.stringify(value, (_key, part: unknown) => (part instanceof OneOf ? { oneOf: part.choices } : part));
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
