import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator, type Emulator } from '../../../packages/wolkvox-emulator/src/Emulator.js';
import { until } from '../../support/patience.js';
import { startSubgraph, type Subgraph } from '../../support/startSubgraph.js';
import { CaseClient } from './CaseClient.js';
import { runJournal, type JournalRun } from './runJournal.js';

const settings = {
  OPERATION_DEADLINE_MS: '1500',
  WOLKVOX_ATTEMPT_TIMEOUT_MS: '700',
  RECONCILE_GRACE_MS: '300',
};

let emulator: Emulator;
let client: CaseClient;
let root: string;
let subgraph: Subgraph;
let dataDir: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'journal-'));
  dataDir = join(root, 'data');
  emulator = await startEmulator({ settings: { maxConcurrency: null, dailyQuota: null } });
  client = new CaseClient(emulator);
  subgraph = await startSubgraph(emulator, { ...settings, DATA_DIR: dataDir });
});

afterEach(() => {
  emulator.clearFaults();
});

afterAll(async () => {
  await subgraph.stop('SIGKILL');
  await emulator.close();
  rmSync(root, { recursive: true });
});

const journal = (...typed: readonly string[]): Promise<JournalRun> =>
  runJournal(emulator, { DATA_DIR: dataDir }, ...typed);

/** A case whose answer is lost while nothing can be read: it stays UNKNOWN. Gives the marker that the log names. */
async function loseCase(key: string, isMade: boolean): Promise<string> {
  emulator.setFaults([
    { match: { kind: 'create' }, times: null, fault: { type: 'blackHole' }, commit: isMade },
    { match: { kind: 'read' }, times: null, fault: { type: 'html', status: 502 } },
  ]);
  const linesBefore = subgraph.output.length;
  expect(await client.create(subgraph, key)).toMatchObject({ outcome: 'UNKNOWN' });
  const lineOf = (): string | undefined =>
    subgraph.output.slice(linesBefore).find((text) => text.includes('"outcome":"UNKNOWN"'));
  await until(() => lineOf() !== undefined);
  return /"ref":"([0-9a-f]{8})"/.exec(lineOf() ?? '')?.[1] ?? '';
}

describe('the journal’s program, while the server runs', () => {
  test('lists what is open, and shows one write by the marker in the log, without anything personal', async () => {
    const ref = await loseCase('listed', true);
    const list = await journal('list');
    expect(list).toMatchObject({ code: 0, err: '' });
    expect(list.out).toMatch(new RegExp(`^${ref} +UNKNOWN +new case +\\d{4}-`, 'm'));
    const shown = await journal('show', ref.toUpperCase(), '--json');
    expect(JSON.parse(shown.out)).toMatchObject({
      version: 1,
      writes: [{ ref, state: 'UNKNOWN', kind: 'createdCase', id: null, settledByHand: false }],
    });
    const variables = JSON.stringify(client.variables('listed'));
    const email = /"contactEmail":"([^"]+)"/.exec(variables)?.[1] ?? '';
    for (const personal of [email, 'Case listed', '"listed"']) expect(list.out + shown.out).not.toContain(personal);
  });

  test('settles a write as applied: the same key gives that record, and nothing is sent again', async () => {
    const ref = await loseCase('made', true);
    const [id = ''] = client.recordsOf('made');
    expect(await journal('settle', ref, '--as', 'applied')).toMatchObject({ code: 1, out: '' });
    expect(await journal('settle', ref, '--as', 'applied', '--id', id)).toMatchObject({ code: 0, err: '' });
    const attempts = client.attempts(new Set(['made'])).length;
    expect(await client.create(subgraph, 'made')).toMatchObject({ outcome: 'REPLAYED', id });
    emulator.clearFaults();
    await until(async () => !(await journal('list')).out.includes(ref));
    expect(await client.create(subgraph, 'made')).toMatchObject({ outcome: 'REPLAYED', id });
    expect(client.attempts(new Set(['made']))).toHaveLength(attempts);
    await until(() => subgraph.output.some((line) => line.includes('"settledByHand":true')));
    expect((await journal('show', ref)).out).toContain('APPLIED (settled by hand)');
    expect(await journal('settle', ref, '--as', 'absent')).toMatchObject({ code: 1 });
  });

  test('settles a write as absent: the same key writes once more, and once only', async () => {
    const ref = await loseCase('absent', false);
    await until(async () => (await journal('settle', ref, '--as', 'absent')).code === 0);
    expect((await journal('show', ref)).out).toContain('REJECTED (settled by hand)');
    emulator.clearFaults();
    const told = await client.create(subgraph, 'absent');
    expect(told).toMatchObject({ outcome: 'APPLIED' });
    expect(await client.create(subgraph, 'absent')).toMatchObject({ outcome: 'REPLAYED', id: told.id });
    expect(client.recordsOf('absent')).toEqual([told.id]);
  });

  test('does not give one record to two keys', async () => {
    const { id } = await client.create(subgraph, 'owner');
    const ref = await loseCase('rival', false);
    const refused = await journal('settle', ref, '--as', 'applied', '--id', String(id));
    expect(refused).toEqual({ code: 1, out: '', err: 'The record with this id was made by another write.\n' });
  });
});

describe('the journal’s program', () => {
  test.each([
    [[]],
    [['lst']],
    [['show']],
    [['show', '00000000', 'more']],
    [['settle', '00000000']],
    [['settle', '00000000', '--as', 'maybe']],
    [['settle', '00000000', '--as', 'absent', '--id', '1']],
    [['list', '--lang', 'fr']],
    [['list', '--wrong']],
    [['export']],
  ])('ends with 2 and its usage for %j', async (typed) => {
    const { code, out, err } = await journal(...typed);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('npm run journal');
  });

  test('ends with 1 and a sentence for a marker that no write has, in both languages', async () => {
    expect(await journal('show', '00000000')).toMatchObject({ code: 1, err: 'No write has the marker 00000000.\n' });
    const spanish = await journal('settle', '00000000', '--as', 'absent', '--lang', 'es');
    expect(spanish).toMatchObject({ code: 1, err: 'Ninguna escritura tiene esta marca.\n' });
    const silent = await runJournal(emulator, { DATA_DIR: dataDir, LANG: '' }, 'show', '00000000');
    expect(silent.err).toContain('Ninguna');
  });

  test('makes no journal where there is none, and names settings that are missing', async () => {
    const nowhere = await runJournal(emulator, { DATA_DIR: join(root, 'nowhere') }, 'list');
    expect(nowhere).toMatchObject({ code: 1, out: '' });
    expect(() => statSync(join(root, 'nowhere'))).toThrow();
    const unset = await runJournal(emulator, { DATA_DIR: dataDir, WOLKVOX_OPERATION: '' }, 'list');
    expect(unset).toEqual({ code: 2, out: '', err: 'WOLKVOX_OPERATION is missing\n' });
  });
});

describe('a journal that moves', () => {
  const file = (): string => join(root, 'export.jsonl');

  test('keeps every key, what is open and what was settled, under the same token', async () => {
    const applied = await client.create(subgraph, 'moved');
    await loseCase('moved-open', true);
    emulator.clearFaults();
    expect(await journal('export', file())).toMatchObject({ code: 0 });
    expect(statSync(file()).mode & 0o077).toBe(0);
    expect(readFileSync(file(), 'utf8')).not.toMatch(/@|Case moved/);

    const elsewhere = join(root, 'elsewhere');
    expect(await runJournal(emulator, { DATA_DIR: elsewhere }, 'import', file())).toMatchObject({ code: 0, err: '' });
    const again = await runJournal(emulator, { DATA_DIR: elsewhere }, 'import', file());
    expect(again.out).toMatch(/^0 entries were added/);
    const attempts = client.attempts().length;
    const next = await startSubgraph(emulator, { ...settings, DATA_DIR: elsewhere });
    expect(await client.create(next, 'moved')).toEqual({ ...applied, outcome: 'REPLAYED' });
    const [id] = client.recordsOf('moved-open');
    await until(async () => (await client.create(next, 'moved-open')).id === id);
    expect(client.attempts()).toHaveLength(attempts);
    await next.stop('SIGKILL');
  });

  test('changes nothing where the file is cut off, foreign, of another token or tenant, or the journal has its own', async () => {
    await journal('export', file());
    const target = { DATA_DIR: join(root, 'untouched') };
    const refused = async (given: Readonly<Record<string, string>>, from = file()): Promise<unknown> => {
      const { code, err } = await runJournal(emulator, { ...target, ...given }, 'import', from, '--json');
      expect(code).toBe(1);
      return (JSON.parse(err) as { refused: unknown }).refused;
    };
    expect(await refused({ WOLKVOX_TOKEN: 'another' })).toBe('otherToken');
    expect(await refused({ WOLKVOX_OPERATION: 'another' })).toBe('otherTenant');
    expect(await refused({}, join(root, 'missing'))).toBe('fileTrouble');
    writeFileSync(join(root, 'foreign'), '{"a":1}\n');
    expect(await refused({}, join(root, 'foreign'))).toBe('notAnExport');
    const cut = join(root, 'cut');
    writeFileSync(cut, readFileSync(file()));
    truncateSync(cut, statSync(cut).size - 40);
    expect(await refused({}, cut)).toBe('cutOff');
    const other = await startSubgraph(emulator, { ...settings, DATA_DIR: join(root, 'other') });
    await client.create(other, 'own');
    await other.stop();
    expect(await refused({ DATA_DIR: join(root, 'other') })).toBe('otherJournal');
    expect(await runJournal(emulator, target, 'list')).toMatchObject({ code: 0, out: 'No write is open.\n' });
  });
});
