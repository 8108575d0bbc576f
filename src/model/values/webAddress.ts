/** Whether a text is an address of the web that a browser may be sent to: `http` or `https`, and nothing that runs. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^/\\]/i.test(text) && !/[\p{Cc}\p{Cf}]/u.test(text) && URL.canParse(text);
}
