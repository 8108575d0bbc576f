/** A list that people choose from has few values, each of them often. */
const mostOptions = 12;
const timesEach = 5;
const timesOnAverage = 10;
const longestOption = 30;
const mostWords = 4;

/** The values that texts are chosen from, the commonest first; null where they may as well be typed. */
export function optionsShownBy(texts: readonly string[]): readonly string[] | null {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const isChosen = [...counts].every(
    ([text, count]) => count >= timesEach && text.length <= longestOption && text.split(/\s+/).length <= mostWords,
  );
  const isFew = counts.size > 1 && counts.size <= mostOptions && texts.length >= counts.size * timesOnAverage;
  if (!isChosen || !isFew) return null;
  return [...counts].sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1)).map(([text]) => text);
}
