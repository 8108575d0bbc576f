import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeServices } from '@apollo/composition';
import { composeServices as composeWithGuild } from '@theguild/federation-composition';
import { federateSubgraphs, ROUTER_COMPATIBILITY_VERSION_ONE } from '@wundergraph/composition';
import { describe, expect, test } from '@jest/globals';
import { buildSchema, type GraphQLSchema, isInputObjectType, isObjectType, parse } from 'graphql';
import { formsSdl } from '../../src/forms/sdl.js';
import { emptyManifest } from '../../src/forms/FormsManifest.js';
import {
  createSubgraphSchema,
  printApiSdl,
  readServedSdl,
  typeDefsWith,
} from '../../src/server/graphql/subgraphSchema.js';
import { billingSdl, workforceSdl } from '../federation/subgraphSdl.js';
import { tenantManifest } from './tenantForms.js';

const added = formsSdl(tenantManifest);
const served = readServedSdl(createSubgraphSchema(added));
const subgraphs = { crm: served, billing: billingSdl, workforce: workforceSdl };
const services = Object.entries(subgraphs).map(([name, sdl]) => ({
  name,
  url: `http://${name}.invalid/graphql`,
  typeDefs: parse(sdl),
}));

/** The fields of a type or input with their types. */
function fieldsOf(schema: GraphQLSchema, name: string): Readonly<Record<string, string>> {
  const type = schema.getType(name);
  if (!isObjectType(type) && !isInputObjectType(type)) return {};
  return Object.fromEntries(
    Object.entries(type.getFields()).map(([field, { type: fieldType }]) => [field, String(fieldType)]),
  );
}

describe('the SDL of typed forms', () => {
  test('is what stands in test/forms/tenant.graphql', () => {
    expect(added).toBe(readFileSync(new URL('tenant.graphql', import.meta.url), 'utf8'));
  });

  test('is nothing without fields', () => {
    expect(formsSdl(emptyManifest)).toBe('');
    expect(readServedSdl(createSubgraphSchema(''))).toBe(readServedSdl());
  });

  test('leaves everything as it is and only adds', () => {
    const [before, after] = [buildSchema(printApiSdl()), buildSchema(printApiSdl(typeDefsWith(added)))];
    for (const name of Object.keys(before.getTypeMap())) {
      expect(fieldsOf(after, name)).toMatchObject(fieldsOf(before, name));
    }
    expect(fieldsOf(after, 'Case')['form']).toBe('CaseForm');
    expect(fieldsOf(after, 'UpdateContactInput')['form']).toBe('ContactFormInput');
  });

  test('has read-only fields and days of an unknown format in no input', () => {
    const schema = buildSchema(printApiSdl(typeDefsWith(added)));
    const inputs = Object.keys(fieldsOf(schema, 'CaseFormInput'));
    expect(inputs).toEqual(expect.arrayContaining(['asunto', 'fecha', 'cita', 'temas', 'productos']));
    for (const name of ['total', 'codigo', 'turno', 'anexos', 'contrato', 'busqueda', 'fechaSinFormato', 'detalle']) {
      expect(inputs).not.toContain(name);
    }
    expect(fieldsOf(schema, 'CaseFormProductosRowInput')).toEqual({ articulo: 'String' });
  });

  test('marks personal fields, and composes in Apollo’s composer without a hint', () => {
    const { errors = [], hints = [], supergraphSdl = '' } = composeServices(services);
    expect(errors.map(({ message }) => message)).toEqual([]);
    expect(hints.map(({ message }) => message)).toEqual([]);
    expect(supergraphSdl).toMatch(/correoAlterno: String @tag\(name: "pii"\)/);
    expect(supergraphSdl).toContain('interface CaseForm');
  });

  test('composes in the Guild’s composer', () => {
    const result = composeWithGuild(services);
    expect(result.errors ?? []).toEqual([]);
    expect(result.supergraphSdl).toContain('RequestForm');
  });

  test('composes in WunderGraph’s composer', () => {
    const result = federateSubgraphs({
      subgraphs: services.map(({ name, url, typeDefs }) => ({ name, url, definitions: typeDefs })),
      version: ROUTER_COMPATIBILITY_VERSION_ONE,
    });
    expect(result.success ? [] : result.errors.map(({ message }) => message)).toEqual([]);
  });

  test('lets a front end generate its types from it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'codegen-'));
    try {
      const [schema, output] = [join(folder, 'api.graphql'), join(folder, 'graphql.ts')];
      writeFileSync(schema, printApiSdl(typeDefsWith(added)));
      const config = join(folder, 'codegen.json');
      writeFileSync(config, JSON.stringify({ schema, generates: { [output]: { plugins: ['typescript'] } } }));
      const program = fileURLToPath(new URL('../../node_modules/@graphql-codegen/cli/esm/bin.js', import.meta.url));
      const run = spawnSync(process.execPath, [program, '--config', config], { encoding: 'utf8' });
      expect([run.status, run.stderr]).toEqual([0, expect.any(String)]);
      const types = readFileSync(output, 'utf8');
      expect(types).toContain('export type RequestForm = CaseForm & {');
      expect(types).toContain('export type CaseFormInput = {');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
