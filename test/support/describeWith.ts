import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from '@jest/globals';

/** Whether a program is on the PATH. */
export function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * A suite that needs a program which is no npm package, such as `redis-server`. Where it is missing the suite's tests
 * are counted as skipped and its title says why; with `REQUIRE_PROGRAMS=1`, as in CI, that is a failure.
 */
export function describeWith(program: string, title: string, body: () => void): void {
  if (isInstalled(program)) {
    describe(title, body);
    return;
  }
  if (process.env['REQUIRE_PROGRAMS'] === '1') throw new Error(`${program} is not on the PATH`);
  describe.skip(`${title} (needs ${program} on the PATH)`, body);
}
