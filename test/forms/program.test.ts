import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from 'wolkvox-emulator';
import { type Subgraph, startSubgraph } from '../support/startSubgraph.js';
import { readManifestText } from './tenantForms.js';

const dist = (name: string): string => fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));

let folder: string;
let manifest: string;
let sdlFile: string;

/** Runs a program without a tenant, so that it reads the emulator's. */
function run(program: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const env = { PATH: process.env['PATH'], ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, [dist(program), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
  return { status, stdout, stderr };
}
const forms = (...args: readonly string[]) => run('forms.js', args, { FORMS_MANIFEST: manifest });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'forms-'));
  manifest = join(folder, 'forms.json');
  sdlFile = join(folder, 'forms.graphql');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('npm run forms', () => {
  test('infers a manifest in Spanish and in few calls, checks it, and prints its SDL', () => {
    const inferred = run('forms.js', ['infer', '--out', manifest]);
    expect([inferred.status, inferred.stdout]).toEqual([
      0,
      expect.stringMatching(/1500 de 1500 casos .* con (?:\d|10) llamadas/),
    ]);
    expect(readManifestText(readFileSync(manifest, 'utf8')).cases.types.length).toBe(2);

    const sdl = forms('sdl', '--out', sdlFile);
    expect(sdl.status).toBe(0);
    expect(readFileSync(sdlFile, 'utf8')).toContain('extend type Case {');

    const checked = forms('check', '--sdl', sdlFile);
    expect([checked.status, checked.stdout]).toEqual([0, expect.stringContaining('El manifiesto coincide.')]);
  });

  test('ends with 1 where the manifest, the CRM and the published SDL differ', () => {
    const text = readFileSync(manifest, 'utf8');
    const changed = text
      .replace('"label":"Asunto"', '"label":"Tema"')
      .replace('"type":"number"}', '"type":"time"}')
      .replace('"field":"ciudad"', '"field":"municipio"');
    writeFileSync(join(folder, 'changed.json'), changed);
    const { status, stdout } = run('forms.js', ['check', '--json', '--sdl', sdlFile], {
      FORMS_MANIFEST: join(folder, 'changed.json'),
    });
    expect(status).toBe(1);
    const { drift } = JSON.parse(stdout) as { readonly drift: readonly { kind: string; what: string }[] };
    expect(drift).toEqual(
      expect.arrayContaining([
        { kind: 'notInManifest', what: 'cases: Asunto' },
        { kind: 'notInCrm', what: 'cases: Tema' },
        { kind: 'doesNotFit', what: 'cases: 2024' },
        { kind: 'otherInSdl', what: 'CaseForm.field2024' },
        { kind: 'notInSdl', what: 'CaseForm.municipio' },
        { kind: 'onlyInSdl', what: 'CaseForm.ciudad' },
      ]),
    );
  });

  test.each([[['guess']], [[]], [['infer', 'more']], [['infer', '--calls', 'many']], [['infer', '--colour']]])(
    'is used wrongly with %j: 2',
    (args) => {
      const { status, stderr } = run('forms.js', args);
      expect([status, stderr]).toEqual([2, expect.stringContaining('Uso: npm run forms')]);
    },
  );

  test('says without a tenant in production that none is set, and without a manifest that there is none', () => {
    expect(run('forms.js', ['infer', '--lang', 'en'], { NODE_ENV: 'production' })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('WOLKVOX_TOKEN is missing'),
    });
    expect(run('forms.js', ['sdl'], { FORMS_MANIFEST: '/nowhere/forms.json' })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('FORMS_MANIFEST cannot be read'),
    });
  });
});

describe('a manifest that is not valid', () => {
  test.each(['main.js', 'sdl.js', 'forms.js'])('ends %s with 1 and the line', (program) => {
    const file = join(folder, 'bad.json');
    writeFileSync(
      file,
      '{ "version": 1,\n "cases": { "fields": [\n{ "label": "A", "field": "a", "type": "money" } ] } }',
    );
    const { status, stdout, stderr } = run(program, program === 'forms.js' ? ['sdl'] : [], {
      FORMS_MANIFEST: file,
      PORT: '0',
    });
    expect(status).toBe(1);
    expect(stdout + stderr).toContain('FORMS_MANIFEST line 3 cases.fields.0.type: must be one of');
  });
});

describe('the program with the manifest', () => {
  let emulator: Emulator;
  let subgraph: Subgraph;
  beforeAll(async () => {
    emulator = await startEmulator();
    const { url, token } = emulator;
    subgraph = await startSubgraph({ url, token, operation: 'demo' }, { FORMS_MANIFEST: manifest });
  });
  afterAll(async () => {
    await subgraph.stop();
    await emulator.close();
  });

  test('serves the same SDL that npm run sdl prints', async () => {
    const printed = run('sdl.js', [], { FORMS_MANIFEST: manifest });
    const { body } = await subgraph.query('{ _service { sdl } }');
    expect(body).toEqual({ data: { _service: { sdl: printed.stdout } } });
  });

  test('answers a typed query with one call, and with nothing unreadable', async () => {
    const { body } = await subgraph.query(`{
      cases(filter: { type: { eq: "Claims" } }, first: 100) {
        nodes { form { __typename asunto valorReclamado { amount currency } ... on ClaimsForm { fechaDelHecho motivosDelReclamo horaPreferida } } }
        result { upstreamCalls warnings { code } }
      }
    }`);
    expect(body).toMatchObject({
      data: { cases: { nodes: expect.any(Array), result: { upstreamCalls: 1, warnings: [] } } },
    });
    expect(JSON.stringify(body)).toMatch(/"__typename":"ClaimsForm".*"fechaDelHecho":"2025-\d\d-\d\d"/);
  });

  test('writes a case by its form and reads back what the CRM has', async () => {
    const [contact] = emulator.records('contacts');
    const [user] = emulator.users();
    const { body } = await subgraph.query(
      `mutation ($input: CreateCaseInput!) {
        createCase(input: $input) {
          outcome
          userErrors { field }
          case { form { asunto autorizaContacto ... on ClaimsForm { fechaDelHecho citaTecnicaFechaYHora cantidad telefonoDeContacto { value } motivosDelReclamo } } customFields(labels: ["Fecha del hecho", "Cantidad"]) { value } }
        }
      }`,
      {
        input: {
          idempotencyKey: 'k1',
          type: 'Claims',
          description: 'd',
          status: 'Abierto',
          priority: 'Alta',
          contactEmail: contact?.['emailcontact'],
          ownerUser: user?.login,
          responsibleUser: user?.login,
          form: {
            asunto: 'Cobro',
            autorizaContacto: true,
            fechaDelHecho: '2026-02-03',
            citaTecnicaFechaYHora: '2026-02-03T15:00:00Z',
            cantidad: 1500.5,
            telefonoDeContacto: { country: 'COLOMBIA', code: '57', value: '9005550001' },
            motivosDelReclamo: ['COBRO'],
          },
        },
      },
    );
    expect(body).toEqual({
      data: {
        createCase: {
          outcome: 'APPLIED',
          userErrors: [],
          case: {
            form: {
              asunto: 'Cobro',
              autorizaContacto: true,
              fechaDelHecho: '2026-02-03',
              citaTecnicaFechaYHora: '2026-02-03T15:00:00.000Z',
              cantidad: 1500.5,
              telefonoDeContacto: { value: '9005550001' },
              motivosDelReclamo: ['COBRO'],
            },
            customFields: [{ value: '2026-03-02' }, { value: '1500,5' }],
          },
        },
      },
    });
  });
});
