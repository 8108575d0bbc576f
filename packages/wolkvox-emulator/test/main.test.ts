import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { parseJson } from '../src/Json.js';
import { textAt } from './support/VendorCaller.js';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const running: ChildProcess[] = [];

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

async function firstLine(child: ChildProcess, stream: 'stdout' | 'stderr'): Promise<string> {
  let text = '';
  for await (const chunk of child[stream] ?? []) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.split('\n')[0] ?? '';
}

describe('the emulator as a program', () => {
  test('says in one line where it listens, and ends well on SIGTERM', async () => {
    const child = spawn(process.execPath, [program], { env: { ...process.env, EMULATOR_PORT: '0' } });
    running.push(child);
    const line = parseJson(await firstLine(child, 'stdout'));
    expect(line).toMatchObject({ msg: 'emulator listening', operation: 'demo' });
    const response = await fetch(`${textAt(line, 'url')}/server/API/v2/token/tokenInformation.php?operation=demo`, {
      method: 'POST',
      headers: { 'wolkvox-token': textAt(line, 'token') },
    });
    expect(response.status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('ends when the parent that holds its channel does', async () => {
    const child = fork(program, { env: { ...process.env, EMULATOR_PORT: '0' }, silent: true });
    running.push(child);
    await firstLine(child, 'stdout');
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('ends without a word when its parent has ended before it listens', async () => {
    const child = fork(program, { env: { ...process.env, EMULATOR_PORT: '0' }, silent: true });
    running.push(child);
    let told = '';
    child.stderr?.on('data', (text: Buffer) => (told += text.toString()));
    child.stdout?.destroy();
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(told).toBe('');
  });

  test('names a setting that it cannot read, and ends', async () => {
    const child = spawn(process.execPath, [program], { env: { ...process.env, EMULATOR_PORT: 'http' } });
    running.push(child);
    const exit = once(child, 'exit');
    expect(parseJson(await firstLine(child, 'stderr'))).toEqual({
      msg: 'emulator cannot start',
      reason: 'EMULATOR_PORT must be a whole number from 0 to 65535',
    });
    expect(await exit).toEqual([1, null]);
  });
});
