/** The words of a text without accents, capitals and punctuation, one space between them. */
export function toPlainWords(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, ' ');
}
