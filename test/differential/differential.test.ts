import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('fuzz.mjs', import.meta.url));
const seed = 20_261_127;
const tenants = 18;

// In a process of its own: the whole program is started and ended many times.
test(`answers as a model that holds all records, over ${tenants} random tenants (seed ${seed})`, async () => {
  const options = ['--seed', String(seed), '--tenants', String(tenants), '--shrink-seconds', '20'];
  const fuzz = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<number | null>((resolve) => fuzz.once('close', resolve));
  const [output, trouble, code] = await Promise.all([text(fuzz.stdout), text(fuzz.stderr), exited]);
  expect(`${output}${trouble}`).toMatch(/^[1-9]\d* tenants, .* 0 kinds of faults$/m);
  expect(code).toBe(0);
});
