import { type ProgramRun, runProgram } from '../../support/runProgram.js';
import type { Upstream } from '../../support/startSubgraph.js';

export type JournalRun = ProgramRun;

/** Runs the built program (`dist/journal.js`) with the settings of a subgraph. */
export function runJournal(
  upstream: Upstream,
  settings: Readonly<Record<string, string>>,
  ...typed: readonly string[]
): Promise<JournalRun> {
  const { operation, token } = upstream;
  const own = { WOLKVOX_OPERATION: operation, WOLKVOX_TOKEN: token, RECONCILE_GRACE_MS: '300' };
  return runProgram('journal.js', { ...own, ...settings }, typed);
}
