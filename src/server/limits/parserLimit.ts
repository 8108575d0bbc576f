/** The limit that the GraphQL parser says a document is beyond; its messages are constants. Null for other messages. */
export function parserLimit(message: string): 'comments' | 'tokens' | null {
  const counted = /^Syntax Error: (?:Document|Source) contains more tha[nt] \d+ ([\w -]+)\. Parsing aborted\.$/.exec(
    message,
  )?.[1];
  if (counted === undefined) return null;
  return counted.includes('comment') ? 'comments' : 'tokens';
}
