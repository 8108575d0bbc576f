const quote = 0x22;
const backslash = 0x5c;

/**
 * Whether a JSON text nests lists and objects deeper than `limit`. Looks at the bytes alone, so that a text that would
 * exhaust the parser's stack is known before it is parsed; of a text that is not JSON the answer means nothing.
 */
export function nestsDeeperThan(limit: number, json: Buffer): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    switch (json[at]) {
      case quote:
        at = endOfText(json, at);
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        if (depth > limit) return true;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
        break;
      case undefined:
      default:
    }
  }
  return false;
}

/** Where the text that begins at `start` ends: attachments make texts of megabytes, so quotes are searched for natively. */
function endOfText(json: Buffer, start: number): number {
  for (let end = json.indexOf(quote, start + 1); end !== -1; end = json.indexOf(quote, end + 1)) {
    let backslashes = 0;
    while (json[end - 1 - backslashes] === backslash) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return json.length;
}

/** How many bytes of a JSON text stand outside its texts; their quotation marks count as outside. */
export function bytesOutsideTexts(json: Buffer): number {
  let outside = json.length;
  for (let start = json.indexOf(quote); start !== -1;) {
    const end = endOfText(json, start);
    outside -= Math.max(0, end - start - 1);
    start = json.indexOf(quote, end + 1);
  }
  return outside;
}
