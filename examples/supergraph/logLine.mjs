/**
 * Writes one JSON line to stdout, in the form of the subgraph's own lines among which it stands.
 *
 * @param {'info' | 'warn' | 'error'} level @param {string} msg @param {Record<string, unknown>} [details]
 */
export function logLine(level, msg, details = {}) {
  process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), msg, ...details })}\n`);
}
