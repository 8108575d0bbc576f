import type { Logger } from './createLogger.js';
import { describeError } from './describeError.js';

/** What to do about a folder, by the code of the error that it gives. */
const remedies: Readonly<Record<string, string>> = {
  EACCES: 'give the user of this process the right to write there',
  EPERM: 'give the user of this process the right to write there',
  EROFS: 'it is on a read-only file system: mount a volume that can be written',
  ENOSPC: 'the disk is full: make room',
  EDQUOT: 'the disk quota is used up: make room',
  ENOTDIR: 'a file is in the way: remove it, or choose another folder',
  EEXIST: 'a file is in the way: remove it, or choose another folder',
  ENOENT: 'it cannot be created there: create it, or choose another folder',
};
const otherRemedy = 'it has to be a folder that this user can write, with 1 MB free, and its journal file undamaged';

/**
 * Makes the log of what keeps the journal from being written: one line that names the folder and says what to do. Until
 * then mutations are refused and reads go on.
 */
export function createJournalLog(log: Logger, dataDir: string): (error: unknown) => void {
  return (error) => {
    const code = errorCode(error);
    const remedy = (code === null ? undefined : remedies[code]) ?? otherRemedy;
    const { type, message } = describeError(error);
    log.error(
      { setting: 'DATA_DIR', path: dataDir, ...(code === null ? { error: { type, message } } : { code }), remedy },
      'The write journal cannot be written: mutations are refused, reads go on.',
    );
  };
}

/** The code of the file system's error in an error or in what caused it. */
function errorCode(error: unknown): string | null {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if ('code' in cause && typeof cause.code === 'string' && /^E[A-Z]{2,20}$/.test(cause.code)) return cause.code;
  }
  return null;
}
