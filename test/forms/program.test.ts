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

  test.each([[['guess']], [['infer', '--calls', 'many']]])('is used wrongly with %j: 2', (args) => {
    const { status, stderr } = run('forms.js', args);
    expect([status, stderr]).toEqual([2, expect.stringContaining('Uso: npm run forms')]);
  });

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

  test('answers a typed query with one call and nothing unreadable, and the same when it comes again', async () => {
    const document = `{
      cases(filter: { type: { eq: "Claims" } }, first: 100) {
        nodes { form { __typename asunto valorReclamado { amount currency } ... on ClaimsForm { fechaDelHecho motivosDelReclamo horaPreferida } } }
        result { upstreamCalls warnings { code } }
      }
    }`;
    const { body } = await subgraph.query(document);
    expect(body).toMatchObject({
      data: { cases: { nodes: expect.any(Array), result: { upstreamCalls: 1, warnings: [] } } },
    });
    expect(JSON.stringify(body)).toMatch(/"__typename":"ClaimsForm".*"fechaDelHecho":"2025-\d\d-\d\d"/);
    for (let time = 0; time < 3; time += 1) expect((await subgraph.query(document)).body).toEqual(body);
  });

  const phone = { country: 'COLOMBIA', code: '57', value: '9005550001' };
  const claim = {
    asunto: 'Cobro',
    autorizaContacto: true,
    ciudad: 'TUNJA',
    valorReclamado: { amount: '1500.5', currency: 'USD' },
    field2024: 7,
    fechaDelHecho: '2026-02-03',
    citaTecnicaFechaYHora: '2026-02-03T15:00:00.000Z',
    horaPreferida: '08:15:00',
    eMailAlterno: 'otra@example.org',
    paginaUrl: 'https://www.example.com/a',
    telefonoDeContacto: phone,
    otrosTelefonos: [phone],
    motivosDelReclamo: ['COBRO', 'DEMORA'],
    medioDeRespuesta: 'CARTA',
    observaciones: '<p>Hola</p>',
    cantidad: 1500.5,
  };
  const warranty = {
    fechaDeCompra: '2026-02-03',
    productos: [{ articulo: 'Router', cant: '2' }],
    field: false,
    constructor2: 'C',
    id2: '1',
    true2: true,
  };
  const person = {
    fechaDeIngreso: '2026-02-03',
    ultimaVisita: '2026-02-03T15:00:00.000Z',
    correoAlterno: 'otra@example.org',
    intereses: ['FIBRA', 'MOVIL'],
    aceptaDatos: false,
    cupoAprobado: { amount: '12345678901234567.89', currency: 'COP' },
  };
  /** The selection of all that an input has. */
  const selectionOf = (value: unknown): string => {
    if (Array.isArray(value)) return selectionOf(value[0]);
    if (typeof value !== 'object' || value === null) return '';
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${name} ${selectionOf(inner)}`)
      .join(' ')} }`;
  };
  const caseInput = (type: string, form: object) => {
    const [contact] = emulator.records('contacts');
    const login = emulator.users()[0]?.login;
    const names = {
      type,
      description: 'd',
      status: 'Abierto',
      priority: 'Alta',
      ownerUser: login,
      responsibleUser: login,
    };
    return { idempotencyKey: `k ${type}`, contactEmail: contact?.['emailcontact'], ...names, form };
  };

  test.each([
    ['createCase', 'case', 'ClaimsForm', () => caseInput('Claims', claim), claim],
    ['createCase', 'case', 'GarantiaExtendidaForm', () => caseInput('Garantía extendida', warranty), warranty],
    [
      'createContact',
      'contact',
      'ContactForm',
      () => ({ idempotencyKey: 'k', name: 'Ana', email: 'ana@example.org', form: person }),
      person,
    ],
  ])('writes by %s a value of every type and reads it back: %s as %s', async (mutation, record, type, input, form) => {
    const inputType = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
    const { body } = await subgraph.query(
      `mutation ($input: ${inputType}) { ${mutation}(input: $input) { outcome userErrors { field } ${record} { form { ... on ${type} ${selectionOf(form)} } } } }`,
      { input: input() },
    );
    expect(body).toEqual({ data: { [mutation]: { outcome: 'APPLIED', userErrors: [], [record]: { form } } } });
  });

  test('writes by the login of a user, and in the tenant’s own formats', async () => {
    const input = caseInput('Garantía extendida', {
      tecnicoAsignado: 'agent_3@demo',
      equipoDeApoyo: ['agent_4@demo', 'agent_5@demo'],
    });
    const { body } = await subgraph.query(
      `mutation ($input: CreateCaseInput!) { createCase(input: $input) { case {
        form { ... on GarantiaExtendidaForm { tecnicoAsignado { user } equipoDeApoyo { user } } }
        customFields(labels: ["Equipo de apoyo"]) { value }
      } } }`,
      { input: { ...input, idempotencyKey: 'k2' } },
    );
    expect(body).toEqual({
      data: {
        createCase: {
          case: {
            form: {
              tecnicoAsignado: { user: 'agent_3@demo' },
              equipoDeApoyo: [{ user: 'agent_4@demo' }, { user: 'agent_5@demo' }],
            },
            customFields: [{ value: 'agent_4@demo, agent_5@demo' }],
          },
        },
      },
    });
  });

  test('refuses what is of no type without repeating it, and nothing is written', async () => {
    const before = emulator.records('cases').length;
    const form = {
      fechaDelHecho: 'secreto-1',
      horaPreferida: 'secreto-2',
      valorReclamado: { amount: 'secreto-3' },
      medioDeRespuesta: 'SECRETO_4',
    };
    const { status, body } = await subgraph.query(
      'mutation ($input: CreateCaseInput!) { createCase(input: $input) { outcome } }',
      { input: caseInput('Claims', form) },
    );
    expect([status, body.errors?.[0]?.extensions['code']]).toEqual([400, 'BAD_USER_INPUT']);
    expect(JSON.stringify(body)).not.toMatch(/secreto/i);
    expect(emulator.records('cases')).toHaveLength(before);
  });

  test('prices a contact’s form as its custom fields', async () => {
    const price = async (selection: string): Promise<unknown> => {
      const document = `{ cases(filter: { status: { eq: "Abierto" } }, first: 10) { nodes { ${selection} } } }`;
      const { body } = await subgraph.query(
        'query ($document: String!) { explainOperation(document: $document) { minUpstreamCalls maxUpstreamCalls } }',
        { document },
      );
      return body.data;
    };
    expect(await price('form { asunto }')).toEqual(await price('customFields { text }'));
    expect(await price('contact { form { correoAlterno } }')).toEqual(await price('contact { customFields { text } }'));
  });
});
