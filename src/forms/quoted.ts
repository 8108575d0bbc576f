/** A text as a string of GraphQL, whatever characters are in it. */
export function quoted(text: string): string {
  // Half a character has no escape in GraphQL.
  return JSON.stringify(text.toWellFormed());
}
