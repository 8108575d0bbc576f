/** What stands at a path of parsed JSON; undefined where the path ends early. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((parent, key) => {
    if (Array.isArray(parent)) return typeof key === 'number' ? (parent[key] as unknown) : undefined;
    return typeof parent === 'object' && parent !== null
      ? new Map<string, unknown>(Object.entries(parent)).get(String(key))
      : undefined;
  }, value);
}

/** The items of the list that stands at a path of parsed JSON; none where there is no list. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const list = at(value, ...path);
  return Array.isArray(list) ? list : [];
}

/** The text that stands at a path of parsed JSON; throws where there is none, so that a test does not go on without. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const text = at(value, ...path);
  if (typeof text !== 'string') throw new Error(`no text at ${path.join('.')}: ${JSON.stringify(value)}`);
  return text;
}
