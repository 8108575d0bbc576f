const prefix = 'WOLKVOX_';
/** What Kubernetes sets for each service of a namespace, whatever its name. */
const serviceLink = /_SERVICE_(?:HOST|PORT(?:_\w+)?)$|_PORT(?:_\d+_(?:TCP|UDP)(?:_(?:PROTO|PORT|ADDR))?)?$/;

/** A line for each name that begins like a setting and is none, with the setting that was probably meant. */
export function unknownSettings(given: readonly string[], known: readonly string[]): string[] {
  return given
    .filter((name) => name.toUpperCase().startsWith(prefix) && !known.includes(name) && !serviceLink.test(name))
    .map((name) => {
      const likely = nearest(name, known);
      return `${printable(name)} is not a setting${likely === null ? '' : `: did you mean ${likely}?`}`;
    });
}

/** The known name that is fewest changes away, or of which this one lacks words only; null when none is near. */
function nearest(name: string, known: readonly string[]): string | null {
  const rated = known
    .map((candidate) => ({ candidate, changes: changesBetween(name.toUpperCase(), candidate) }))
    .sort((left, right) => left.changes - right.changes);
  const [best] = rated;
  if (best && best.changes <= Math.ceil((name.length - prefix.length) / 3)) return best.candidate;
  return rated.find(({ candidate }) => lacksWordsOnly(name.toUpperCase(), candidate))?.candidate ?? null;
}

function lacksWordsOnly(name: string, candidate: string): boolean {
  const words = new Set(candidate.split('_'));
  return candidate.startsWith(prefix) && name.split('_').every((word) => words.has(word));
}

/** The number of letters to insert, remove or replace that make one text of another. */
function changesBetween(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(left).entries()) {
    let diagonal = index;
    let before = index + 1;
    const next = [before];
    for (const [column, other] of Array.from(right).entries()) {
      const above = row[column + 1] ?? 0;
      before = Math.min(before + 1, above + 1, diagonal + (letter === other ? 0 : 1));
      diagonal = above;
      next.push(before);
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Names of environment variables may hold anything. */
function printable(name: string): string {
  return name.replace(/[^\x21-\x7e]/g, '?').slice(0, 100);
}
