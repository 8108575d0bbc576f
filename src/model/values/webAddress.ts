/** Whether a text is an address of the web that a browser may be sent to: `http` or `https`, and nothing that runs. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^/\\]/i.test(text) && !/[\p{Cc}\p{Cf}]/u.test(text) && canParse(text);
}

/** Not `URL.canParse`: from some thousand calls on, that of Node 20 is wrong about texts with accents. */
function canParse(text: string): boolean {
  try {
    return new URL(text).href !== '';
  } catch {
    return false;
  }
}
