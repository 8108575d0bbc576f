const name = '[_A-Za-z]\\w{0,63}';
const type = `\\[*${name}[\\]!]*`;
const suggestion = ` Did you mean (?:the enum value )?"${name}"(?:,? (?:or )?"${name}")*\\?`;

/** Sentences of the GraphQL library that consist of names alone. */
const aboutNames = new RegExp(
  `^Field "(?:${name}\\.)?${name}" (?:is not defined by type "${type}"\\.(?:${suggestion})?|of required type "${type}" was not provided\\.)$`,
);
/** Beginnings of sentences that go on with a value, or may; the name is the type's. */
const beforeValue = [
  new RegExp(`^Expected (?:value of|non-nullable) type "(${type})"`),
  new RegExp(`^Expected type "(${type})"`),
  new RegExp(`^(?:Enum )?"?(${name})"? cannot represent `),
];
const unknownEnumValue = new RegExp(`^Value .* does not exist in "(${name})" enum\\.`, 's');
const endingSuggestion = new RegExp(`(${suggestion})$`);
/** What this subgraph’s own scalars say: fixed words without a quotation or a colon. */
const ownWords = /^[A-Z][^":]{1,200}\.$/;

/**
 * What the GraphQL library says about a value, without the value: names of fields, types and suggestions are kept. Null
 * where nothing can be said without it.
 */
export function valueFreeHint(message: string): string | null {
  if (aboutNames.test(message) || ownWords.test(message)) return message;
  const suggested = endingSuggestion.exec(message)?.[1] ?? '';
  for (const pattern of [...beforeValue, unknownEnumValue]) {
    const expected = pattern.exec(message)?.[1];
    if (expected !== undefined) return `Expected a value of type "${expected}".${suggested}`;
  }
  return null;
}
