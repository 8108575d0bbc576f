/** More different texts than these are no names that a tenant configured. */
const maxRemembered = 256;
const longestText = 128;

/** The same pure function of a text, with its values remembered for the texts that come again and again. */
export function remembered<Value>(of: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = of(text);
    if (known.size >= maxRemembered) known.clear();
    if (text.length <= longestText) known.set(text, value);
    return value;
  };
}
