import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type DocumentNode, Kind, type OperationDefinitionNode, OperationTypeNode, parse } from 'graphql';
import { type Emulator, startEmulator } from 'wolkvox-emulator';
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { cacheOptions } from '../../examples/clients/urqlClient.mjs';
import { startSubgraph, type Subgraph } from '../support/startSubgraph.js';

const root = new URL('../../examples/', import.meta.url);

/** An operation of the desk, with the variables that it is tried with and the calls that it may cost at most. */
interface DeskOperation {
  readonly name: string;
  readonly kind: OperationTypeNode;
  readonly document: DocumentNode;
  readonly text: string;
}

const contactId = '65f0c6a33c6ef36201000018';
const filter = { status: { eq: 'Abierto' } };
const cases: Readonly<
  Record<string, { readonly variables: Readonly<Record<string, unknown>>; readonly calls: number }>
> = {
  CaseChanges: { variables: {}, calls: 1 },
  Cases: { variables: { filter }, calls: 2 },
  CaseDetail: { variables: { id: '677d263f3c6ef3620100019d' }, calls: 1 },
  CollectionSteps: { variables: { contactId }, calls: 2 },
  CreateCase: { variables: { input: newCase('never-sent') }, calls: 1 },
  Customer: { variables: { id: contactId }, calls: 1 },
  FindCustomerByDocument: { variables: { identification: '1010087109' }, calls: 1 },
  FindCustomersByPhone: { variables: { phone: '9005550011' }, calls: 1 },
  NewCase: { variables: { contactId }, calls: 1 },
  QueueStatuses: { variables: {}, calls: 0 },
  TenantForm: { variables: { id: '677d263f3c6ef3620100019d' }, calls: 1 },
  Quota: { variables: {}, calls: 0 },
};

function newCase(idempotencyKey: string) {
  return {
    idempotencyKey,
    type: 'Request',
    status: 'Abierto',
    priority: 'Alta',
    description: 'De otro cliente de GraphQL',
    contactEmail: 'sofia.cardenas11@example.com',
    ownerUser: 'agent_5@demo',
    responsibleUser: 'agent_5@demo',
  };
}

const manifest = JSON.parse(
  readFileSync(new URL('desk/src/graphql/persisted-documents.json', root), 'utf8'),
) as Readonly<Record<string, string>>;
const operations: readonly DeskOperation[] = Object.values(manifest).map((text) => {
  const document = parse(text);
  const operation = document.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  return { name: operation?.name?.value ?? '', kind: operation?.operation ?? OperationTypeNode.QUERY, document, text };
});
const queries = operations.filter(({ kind }) => kind === OperationTypeNode.QUERY);

describe('the operations of the desk', () => {
  let emulator: Emulator;
  let subgraph: Subgraph;
  beforeAll(async () => {
    emulator = await startEmulator();
    subgraph = await startSubgraph(emulator, {
      TENANT_PROFILE: new URL('desk/tenant-profile.json', root).pathname,
      FORMS_MANIFEST: new URL('desk/forms.json', root).pathname,
    });
  });
  afterAll(async () => {
    await subgraph.stop();
    await emulator.close();
  });

  test('stand in a manifest, each under the hash of its document', () => {
    expect(Object.keys(manifest).filter((key) => !/^sha256:[0-9a-f]{64}$/.test(key))).toEqual([]);
    expect(operations.map(({ name }) => name).sort()).toEqual(Object.keys(cases).sort());
  });

  test.each(Object.entries(cases))('cost no more calls than they should: %s', async (name, { variables, calls }) => {
    const document = operations.find((operation) => operation.name === name)?.text;
    const { body } = await subgraph.query(
      'query ($document: String!, $variables: JSONObject) { explainOperation(document: $document, variables: $variables) { maxUpstreamCalls } }',
      { document, variables },
    );
    expect(body).toEqual({ data: { explainOperation: { maxUpstreamCalls: calls } } });
  });

  test('get their types from a subgraph that is running, in a project that has nothing but a copy of the desk', () => {
    const project = mkdtempSync(join(tmpdir(), 'copied-desk-'));
    const desk = fileURLToPath(new URL('desk/', root));
    const isGenerated = (path: string) => path.startsWith(join(desk, 'src/graphql'));
    cpSync(join(desk, 'src'), join(project, 'src'), { recursive: true, filter: (path) => !isGenerated(path) });
    cpSync(join(desk, 'codegen.ts'), join(project, 'codegen.ts'));
    symlinkSync(join(desk, 'node_modules'), join(project, 'node_modules'));
    const program = ['node_modules/@graphql-codegen/cli/esm/bin.js', '--config', 'codegen.ts'];
    const { status, stdout } = spawnSync(process.execPath, program, {
      cwd: project,
      env: { PATH: process.env['PATH'], GRAPHQL_SCHEMA: subgraph.url },
      encoding: 'utf8',
    });
    expect([status, status === 0 ? '' : stdout]).toEqual([0, '']);
    expect(readFileSync(join(project, 'src/graphql/graphql.ts'), 'utf8')).toContain('export type CaseDetailQuery');
    rmSync(project, { recursive: true });
  });

  describe('in urql, with its normalised cache', () => {
    /** As on the page about clients, with the types of the tenant's own fields added. */
    const createClient = () =>
      new Client({
        url: subgraph.url,
        preferGetMethod: false,
        exchanges: [
          cacheExchange({
            ...cacheOptions,
            keys: { ...cacheOptions.keys, CaseForm: () => null, FormMoney: () => null },
          }),
          fetchExchange,
        ],
      });
    const warnings = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    afterAll(() => {
      expect(warnings.mock.calls).toEqual([]);
      warnings.mockRestore();
    });

    test.each(queries.map(({ name }) => name))('are answered from the cache the second time: %s', async (name) => {
      const client = createClient();
      const { document } = operationNamed(name);
      const { variables } = caseNamed(name);
      const asked = await client.query(document, variables, { requestPolicy: 'network-only' });
      const known = await client.query(document, variables, { requestPolicy: 'cache-only' });
      expect(asked.error).toBeUndefined();
      expect(known.data).toEqual(asked.data);
    });

    test('join the pages of a list', async () => {
      const client = createClient();
      const { document } = operationNamed('Cases');
      const first = await client.query(document, { filter });
      await client.query(document, { filter, after: pageOf(first.data).pageInfo.endCursor });
      const both = await client.query(document, { filter }, { requestPolicy: 'cache-only' });
      expectDistinct(pageOf(both.data), 20);
    });

    test('write once for one key', async () => {
      const client = createClient();
      const input = newCase('from-urql');
      const send = () => client.mutation(operationNamed('CreateCase').document, { input });
      const [first, second] = [await send(), await send()];
      expect([first.data, second.data]).toMatchObject([
        { createCase: { outcome: 'APPLIED' } },
        { createCase: { outcome: 'REPLAYED' } },
      ]);
    });
  });

  describe('in Relay, compiled and in its store', () => {
    const complaints = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    afterAll(() => {
      expect(complaints.mock.calls).toEqual([]);
      complaints.mockRestore();
    });
    let relay: RelayExample;
    beforeAll(async () => {
      relay = (await import(new URL('relay/environment.mjs', root).href)) as RelayExample;
    });
    const compiled = async (name: string): Promise<unknown> => {
      const kind = name === 'CreateCase' ? 'Mutation' : 'Query';
      const module = (await import(new URL(`relay/generated/artifacts/desk${name}${kind}.graphql.js`, root).href)) as {
        readonly default: unknown;
      };
      return module.default;
    };

    test.each(queries.map(({ name }) => name))('leave nothing missing in the store: %s', async (name) => {
      const environment = relay.createEnvironment(subgraph.url);
      const request = await compiled(name);
      const { variables } = caseNamed(name);
      expect(relay.readStore(environment, request, variables).isMissingData).toBe(true);
      await relay.ask(environment, request, variables);
      const { data, isMissingData } = relay.readStore(environment, request, variables);
      expect(isMissingData).toBe(false);
      expect(Object.values(data as object)).not.toContain(null);
    });

    test('join the pages of a list', async () => {
      const environment = relay.createEnvironment(subgraph.url);
      const request = await compiled('Cases');
      await relay.ask(environment, request, { filter });
      const after = pageOf(relay.readStore(environment, request, { filter }).data).pageInfo.endCursor;
      await relay.ask(environment, request, { filter, after });
      expectDistinct(pageOf(relay.readStore(environment, request, { filter }).data), 20);
    });
  });
});

/** `examples/relay/environment.mjs`. It needs packages that only these tests install, so its types are told here. */
interface RelayExample {
  readonly createEnvironment: (url: string) => unknown;
  readonly ask: (environment: unknown, request: unknown, variables: object) => Promise<void>;
  readonly readStore: (
    environment: unknown,
    request: unknown,
    variables: object,
  ) => { readonly data: unknown; readonly isMissingData: boolean };
}

function operationNamed(name: string): DeskOperation {
  const operation = operations.find((candidate) => candidate.name === name);
  if (!operation) throw new Error(`the desk has no operation ${name}`);
  return operation;
}

function caseNamed(name: string) {
  const found = cases[name];
  if (!found) throw new Error(`no variables for ${name}`);
  return found;
}

interface Page {
  readonly edges: readonly { readonly node: { readonly id: string } }[];
  readonly pageInfo: { readonly endCursor: string };
}

function pageOf(data: unknown): Page {
  return (data as { readonly cases: Page }).cases;
}

function expectDistinct({ edges }: Page, count: number): void {
  expect(edges).toHaveLength(count);
  expect(new Set(edges.map(({ node }) => node.id)).size).toBe(count);
}
