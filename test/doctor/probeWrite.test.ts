import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type FaultRule, isJsonObject, type Json, type JsonObject, startEmulator } from 'wolkvox-emulator';
import { askYesNo } from '../../src/cli/askYesNo.js';
import { runDoctor } from '../../src/composition/runDoctor.js';
import type { Finding } from '../../src/doctor/Finding.js';
import { readDoctorSettings } from '../../src/server/settings/doctorSettings.js';
import { systemClock } from '../../src/wolkvox/systemClock.js';
import { runProgram } from '../support/runProgram.js';

let emulator: Awaited<ReturnType<typeof startEmulator>>;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

const settings = (): Readonly<Record<string, string>> => ({
  WOLKVOX_BASE_URL: emulator.url,
  WOLKVOX_OPERATION: emulator.operation,
  WOLKVOX_TOKEN: emulator.token,
});
/** The address of a contact that the CRM has. */
const knownEmail = (): string => {
  const email = emulator
    .records('contacts')
    .map((contact) => contact['emailcontact'])
    .find((text) => text !== '');
  if (typeof email !== 'string') throw new Error('no contact has an address');
  return email;
};
const writes = (): readonly string[] =>
  emulator
    .journal()
    .map(({ endpoint }) => endpoint)
    .filter((endpoint) => /insert|update|delete/i.test(endpoint));
const ids = (): Set<Json | undefined> => new Set(emulator.records('cases').map((row) => row['wolkvox_id']));

interface Probed {
  readonly marker: Finding;
  readonly spent: number;
  /** The cases that the probe has left in the CRM. */
  readonly created: readonly JsonObject[];
}

async function probe({
  email = knownEmail(),
  agrees = true,
  calls = 15,
  environment = {},
  faults = [],
}: {
  readonly email?: string | null;
  readonly agrees?: boolean;
  readonly calls?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly faults?: readonly FaultRule[];
} = {}): Promise<Probed> {
  const before = ids();
  emulator.setFaults(faults);
  const { findings, calls: spent } = await runDoctor({
    settings: readDoctorSettings({ ...settings(), ...environment }),
    calls,
    probeWriteFor: email,
    mayWrite: () => {
      // Nothing is asked of the CRM before somebody has agreed.
      expect(emulator.journal()).toEqual([]);
      return Promise.resolve(agrees);
    },
    clock: systemClock,
  });
  const marker = findings.find(({ id }) => id === 'uniqueMarker');
  if (marker === undefined) throw new Error('nothing is said of the marker');
  return { marker, spent, created: emulator.records('cases').filter((row) => !before.has(row['wolkvox_id'])) };
}

const statusOf = (row: JsonObject | undefined): Json | undefined =>
  isJsonObject(row?.['status']) ? row['status']['value'] : undefined;
const markerText = /\[doctor [0-9a-f]{12}\]/;
/** Where a case is created with this fault, and whether it is stored nevertheless. */
const creating = (fault: FaultRule['fault'], commit: boolean): FaultRule => ({
  match: { kind: 'create' },
  times: null,
  commit,
  fault,
});

describe('the test case of the doctor', () => {
  test('is created for the contact, read, and closed, within the calls of every run', async () => {
    const email = knownEmail();
    const { marker, spent, created } = await probe({ email });
    expect(marker).toMatchObject({ status: 'ok', value: true, do: null });
    expect(created).toHaveLength(1);
    expect(created[0]?.['contactEmail']).toBe(email);
    expect(created[0]?.['description_case']).toMatch(markerText);
    expect(statusOf(created[0])).toBe('closed');
    expect(writes()).toHaveLength(2);
    expect(spent).toBeLessThanOrEqual(15);
    expect(emulator.journal()).toHaveLength(spent);
  });

  test('is looked for in the field that is to carry the marker', async () => {
    const label = emulator
      .records('cases')
      .flatMap((row) => Object.keys(isJsonObject(row['form']) ? row['form'] : {}))[0];
    const { marker, created } = await probe({ environment: { WOLKVOX_MARKER_FIELD: label ?? 'Ref' } });
    expect(marker).toMatchObject({ status: 'ok', value: true });
    expect(created[0]?.['description_case']).not.toMatch(markerText);
    expect(JSON.stringify(created[0])).toMatch(markerText);
  });

  test('tells that the CRM loses the marker', async () => {
    const loses: FaultRule = {
      match: { field: 'wolkvox-id', page: 1 },
      times: null,
      fault: { type: 'setFields', row: 0, fields: { description_case: 'other words' } },
    };
    const { marker } = await probe({ faults: [loses] });
    expect(marker).toMatchObject({ status: 'warn', value: false });
    expect(marker.do?.en).toMatch(/WOLKVOX_MARKER_FIELD/);
  });

  test('is not created unless asked for', async () => {
    const { marker } = await probe({ email: null });
    expect(writes()).toEqual([]);
    expect(marker).toMatchObject({ status: 'unknown', seen: { en: 'only with --probe-write' } });
  });

  test('is not created against the wish of who was asked', async () => {
    const { marker, spent } = await probe({ agrees: false });
    expect(writes()).toEqual([]);
    expect(marker).toMatchObject({ status: 'unknown', seen: { en: 'the test case was not created' } });
    expect(spent).toBeGreaterThan(5);
  });

  test('is not created where the calls would not suffice to close it', async () => {
    const { marker, spent } = await probe({ calls: 2 });
    expect(writes()).toEqual([]);
    expect(spent).toBeLessThanOrEqual(2);
    expect(marker.status).toBe('unknown');
  });

  test('of a contact that does not exist is refused, and the report says so', async () => {
    const { marker, created } = await probe({ email: 'nobody@example.org' });
    expect(created).toEqual([]);
    expect(marker).toMatchObject({ status: 'warn', do: { en: expect.stringMatching(/contact that the CRM has/) } });
    expect(marker.seen.en).toMatch(/nothing was created/);
  });

  test('that was stored without an answer is named by its marker', async () => {
    const { marker, created } = await probe({
      faults: [creating({ type: 'cut', at: 'beforeHead', how: 'reset' }, true)],
    });
    expect(marker.status).toBe('warn');
    const [text = ''] = markerText.exec(marker.do?.es ?? '') ?? [];
    expect(created.map((row) => row['description_case'])).toEqual([text]);
  });

  test('is closed even if it could not be read, with one call for each step', async () => {
    const unreadable: FaultRule = {
      match: { field: 'wolkvox-id', page: 1 },
      times: null,
      fault: { type: 'refusal', kind: 'serverError' },
    };
    const { marker, created, spent } = await probe({ faults: [unreadable] });
    expect(marker).toMatchObject({
      status: 'warn',
      do: null,
      seen: { en: expect.stringMatching(/could not be read/) },
    });
    expect(statusOf(created[0])).toBe('closed');
    expect(spent).toBeLessThanOrEqual(15);
  });

  test('that could not be closed is left to be closed by hand', async () => {
    const { marker, created } = await probe({
      faults: [{ match: { kind: 'update' }, times: null, fault: { type: 'refusal', kind: 'expectationFailed' } }],
    });
    expect(marker).toMatchObject({ status: 'warn', value: true });
    const [text = ''] = markerText.exec(marker.do?.en ?? '') ?? [];
    expect(marker.do?.en).toBe(`close the case with ${text} by hand`);
    expect(created.map((row) => row['description_case'])).toEqual([text]);
  });
});

describe('the doctor at the command line', () => {
  test('refuses to write without a terminal and without --yes, before any call', async () => {
    const { code, err } = await runProgram('doctor.js', settings(), ['--probe-write', knownEmail()]);
    expect(code).toBe(2);
    expect(err).toMatch(/--yes/);
    expect(emulator.journal()).toEqual([]);
  });

  test('refuses to write for what is no e-mail address', async () => {
    const { code, err } = await runProgram('doctor.js', settings(), ['--probe-write', 'somebody', '--yes']);
    expect(code).toBe(2);
    expect(err).toMatch(/e-mail address/);
    expect(emulator.journal()).toEqual([]);
  });

  test('writes with --yes', async () => {
    const { code, out } = await runProgram('doctor.js', settings(), ['--probe-write', knownEmail(), '--yes']);
    expect(out).toMatch(/✓ marker/);
    expect(code).toBe(0);
    expect(writes()).toHaveLength(2);
  });

  test.each([
    ['s\n', true],
    ['Sí\n', true],
    ['yes\n', true],
    ['n\n', false],
    ['\n', false],
    ['', false],
  ])('takes %j for an answer to its question', async (answer, agrees) => {
    const input = new PassThrough();
    input.end(answer);
    expect(await askYesNo('?', input, new PassThrough())).toBe(agrees);
  });
});
