import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient as createEventClient } from 'graphql-sse';
import { startEmulator, type Emulator } from 'wolkvox-emulator';
import { at, listAt, textAt } from './readJson.js';
import { until } from '../support/patience.js';
import { startSupergraph, type Supergraph } from './startSupergraph.js';

const routerSecret = 'a-secret-of-the-tests';
/** The customer and the case that billing knows and the CRM does not. */
const unknownCustomer = '1099999998';
const unknownCaseNumber = 'PET-00000000000000000';

const gateways = ['apollo', 'hive'] as const;
type Gateway = (typeof gateways)[number];

/** A CRM and a supergraph over it, for each gateway: the CRM's journal then tells what that gateway's queries cost. */
const emulators = new Map<Gateway, Emulator>();
const supergraphs = new Map<Gateway, Supergraph>();
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'supergraph-'));
  await Promise.all(gateways.map(start));
});

afterAll(async () => {
  await Promise.all([...supergraphs.values()].map((supergraph) => supergraph.stop()));
  await Promise.all([...emulators.values()].map((emulator) => emulator.close()));
  await rm(dataDir, { recursive: true, force: true });
});

async function start(gateway: Gateway): Promise<void> {
  const emulator = await startEmulator();
  emulators.set(gateway, emulator);
  supergraphs.set(
    gateway,
    await startSupergraph({
      SUPERGRAPH_GATEWAY: gateway,
      ROUTER_SECRET: `${routerSecret},the-next-secret`,
      WOLKVOX_BASE_URL: emulator.url,
      WOLKVOX_OPERATION: emulator.operation,
      WOLKVOX_TOKEN: emulator.token,
      WOLKVOX_DAILY_QUOTA: '100000',
      // Every read goes to the CRM, so that its journal tells what a query costs.
      CACHE_TTL_MS: '0',
      DATA_DIR: join(dataDir, gateway),
    }),
  );
}

describe.each(gateways)('behind a real gateway (%s)', (gateway) => {
  let emulator: Emulator;
  let supergraph: Supergraph;

  beforeAll(() => {
    emulator = running(emulators, gateway);
    supergraph = running(supergraphs, gateway);
  });

  beforeEach(() => {
    emulator.clearJournal();
  });

  afterEach(() => {
    emulator.clearFaults();
  });

  const ask = (query: string, headers: Record<string, string> = {}): Promise<Answer> =>
    post(supergraph.url, query, headers);
  /** How often a test asked the CRM at one endpoint so far. */
  const callsOf = (endpoint: string): number =>
    emulator.journal().filter((entry) => entry.endpoint === endpoint).length;

  test('goes from cases to their contacts’ invoices at the price of the cases alone', async () => {
    const { data, errors } = await ask(`{
      cases(filter: { type: { eq: "Request" } }, first: 10) {
        nodes { caseNumber contact { name openBalance invoices { number amount currency issuedAt status } } invoices { id } }
      }
    }`);
    expect(errors).toEqual([]);
    const nodes = listAt(data, 'cases', 'nodes');
    expect(nodes).toHaveLength(10);
    for (const node of nodes) {
      expect(listAt(node, 'contact', 'invoices').length).toBeGreaterThan(0);
      expect(listAt(node, 'invoices')).toHaveLength(1);
      expect(typeof at(node, 'contact', 'openBalance')).toBe('number');
    }
    expect(emulator.journal()).toHaveLength(1);
  });

  test('goes from invoices to their customers and on to those customers’ cases', async () => {
    const { data, errors } = await ask(`{
      invoices(first: 8) { number customer { identification name email cases(first: 2) { nodes { caseNumber } } } }
    }`);
    expect(errors).toEqual([]);
    const customers = listAt(data, 'invoices').map((invoice) => at(invoice, 'customer'));
    const known = customers.filter((customer) => at(customer, 'identification') !== unknownCustomer);
    expect(known.length).toBeGreaterThan(0);
    for (const customer of known) {
      expect(textAt(customer, 'name')).not.toBe('');
      expect(textAt(customer, 'email')).toContain('@');
      expect(listAt(customer, 'cases', 'nodes').length).toBeGreaterThan(0);
    }
    const distinct = new Set(customers.map((customer) => textAt(customer, 'identification')));
    const distinctKnown = new Set(known.map((customer) => textAt(customer, 'identification')));
    // One look-up for each customer, and one page of cases for each that there is.
    expect(emulator.journal()).toHaveLength(distinct.size + distinctKnown.size);
  });

  test('goes from an invoice to the state of the cases it is about, one call for each case', async () => {
    const { data: found } = await ask(`{ invoices(first: 100) { id cases { caseNumber } } }`);
    expect(emulator.journal()).toHaveLength(0);
    const invoice = listAt(found, 'invoices').find(
      (candidate) =>
        listAt(candidate, 'cases').length > 0 && at(candidate, 'cases', 0, 'caseNumber') !== unknownCaseNumber,
    );
    const { data, errors } = await ask(
      `{ invoice(id: "${textAt(invoice, 'id')}") { number cases { id caseNumber status { name condition } contact { name } } } }`,
    );
    expect(errors).toEqual([]);
    const cases = listAt(data, 'invoice', 'cases');
    expect(cases.map((node) => at(node, 'caseNumber'))).toEqual(
      listAt(invoice, 'cases').map((node) => at(node, 'caseNumber')),
    );
    for (const node of cases) {
      expect(textAt(node, 'id')).toMatch(/^[0-9a-f]{24}$/);
      expect(textAt(node, 'status', 'condition')).not.toBe('');
      expect(textAt(node, 'contact', 'name')).not.toBe('');
    }
    expect(emulator.journal()).toHaveLength(cases.length);
    expect(callsOf('cases/queryCases')).toBe(cases.length);
  });

  test('goes there and back: cases, their contacts’ invoices, and the cases of those', async () => {
    const { data, errors } = await ask(`{
      cases(filter: { type: { eq: "Request" } }, first: 5) {
        nodes { contact { name invoices { number cases { caseNumber status { condition } } } } }
      }
    }`);
    expect(errors).toEqual([]);
    const caseNumbers = listAt(data, 'cases', 'nodes')
      .flatMap((node) => listAt(node, 'contact', 'invoices'))
      .flatMap((invoice) => listAt(invoice, 'cases'))
      .map((node) => textAt(node, 'caseNumber'));
    expect(caseNumbers.length).toBeGreaterThan(0);
    expect(emulator.journal()).toHaveLength(1 + new Set(caseNumbers).size);
  });

  test('answers the queries that its page in the docs shows', async () => {
    const page = readFileSync(new URL('../../docs/federation.md', import.meta.url), 'utf8');
    const shown = [/```graphql\n([^`]+)```/.exec(page)?.[1], /-d '\{"query":"([^"]+)"\}'/.exec(page)?.[1]];
    for (const query of shown) {
      const { data, errors } = await ask(query ?? '');
      expect(errors).toEqual([]);
      expect([...listAt(data, 'cases', 'nodes'), ...listAt(data, 'invoices')].length).toBeGreaterThan(1);
    }
  });

  test('asks the CRM once for each customer, however many invoices a customer has', async () => {
    const { data, errors } = await ask('{ invoices(first: 30) { customer { identification name } } }');
    expect(errors).toEqual([]);
    const customers = listAt(data, 'invoices').map((invoice) => textAt(invoice, 'customer', 'identification'));
    const distinct = new Set(customers);
    expect(customers).toHaveLength(30);
    expect(distinct.size).toBeLessThan(30);
    expect(emulator.journal()).toHaveLength(distinct.size);
  });

  test('shows null for a record that the CRM does not have, at its place only and without an error', async () => {
    const { data: found } = await ask('{ invoices(first: 100) { id customer { identification } } }');
    const invoice = listAt(found, 'invoices').find(
      (candidate) => at(candidate, 'customer', 'identification') === unknownCustomer,
    );
    const { data, errors } = await ask(
      `{ invoice(id: "${textAt(invoice, 'id')}") { number customer { identification name } cases { caseNumber status { condition } } } }`,
    );
    expect(errors).toEqual([]);
    expect(textAt(data, 'invoice', 'number')).toMatch(/^FV-\d{6}$/);
    expect(at(data, 'invoice', 'customer')).toEqual({ identification: unknownCustomer, name: null });
    expect(at(data, 'invoice', 'cases')).toEqual([{ caseNumber: unknownCaseNumber, status: null }]);
    expect(emulator.journal()).toHaveLength(2);
  });

  test('leaves a contact without a document number alone, whom billing cannot know', async () => {
    const contactId = emulator.insertRecord('contacts', {
      ...emulator.records('contacts')[0],
      idcontact: '',
      emailcontact: 'nobody@example.org',
    });
    const { data, errors } = await ask(`{ contact(id: "${contactId}") { email invoices { id } openBalance } }`);
    emulator.removeRecord('contacts', contactId);
    expect(errors).toEqual([]);
    expect(at(data, 'contact')).toEqual({ email: 'nobody@example.org', invoices: null, openBalance: null });
  });

  test('keeps the code of what failed, and what did not fail', async () => {
    emulator.setFaults([
      { match: { endpoint: 'custom/query' }, times: null, fault: { type: 'refusal', kind: 'badToken' } },
    ]);
    const { data, errors } = await ask('{ invoices(first: 3) { number customer { name } } }', {
      'x-request-id': 'trace-me-7',
    });
    expect(listAt(data, 'invoices').map((invoice) => typeof at(invoice, 'number'))).toEqual([
      'string',
      'string',
      'string',
    ]);
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) {
      expect(at(error, 'extensions', 'code')).toBe('UPSTREAM_AUTH_FAILED');
      expect(at(error, 'extensions', 'retryable')).toBe(false);
      expect(at(error, 'extensions', 'requestId')).toBe('trace-me-7');
      expect(at(error, 'path', 0)).toBe('invoices');
    }
    expect(JSON.stringify(errors)).not.toContain(emulator.url);
    expect(JSON.stringify(errors)).not.toContain(emulator.token);
  });

  test('says what is wrong with an argument, before any call', async () => {
    const { errors } = await ask('{ cases(filter: {}) { nodes { id } } }');
    expect(errors).toHaveLength(1);
    expect(at(errors, 0, 'extensions', 'code')).toBe('BAD_USER_INPUT');
    expect(textAt(errors, 0, 'extensions', 'argument')).toContain('filter');
    expect(emulator.journal()).toHaveLength(0);
  });

  test('lists the newest cases first, with a neighbour’s fields', async () => {
    const list = `cases(filter: { type: { eq: "Request" } }, first: 5, order: NEWEST_FIRST)`;
    const { data, errors } = await ask(`{ ${list} { nodes { caseNumber createdAt invoices { number } } } }`);
    expect(errors).toEqual([]);
    const nodes = listAt(data, 'cases', 'nodes');
    const createdAt = nodes.map((node) => textAt(node, 'createdAt'));
    expect(createdAt).toHaveLength(5);
    expect(createdAt).toEqual(createdAt.toSorted().toReversed());
    for (const node of nodes) expect(Array.isArray(at(node, 'invoices'))).toBe(true);
  });

  test('writes through the gateway, and asks a neighbour about what was written without reading it back', async () => {
    const example = emulator
      .records('cases')
      .find((record) => at(record, 'caseType') === 'Request' && at(record, 'status', 'value') === 'open');
    const { data, errors } = await ask(`mutation {
      createCase(input: {
        idempotencyKey: "federation-${gateway}"
        type: "Request"
        description: "Solicitud de copia de la factura"
        status: "${textAt(example, 'status', 'name')}"
        priority: "${textAt(example, 'priority', 'name')}"
        contactEmail: "${textAt(example, 'contactEmail')}"
        ownerUser: "${emulator.users()[0]?.login ?? ''}"
        responsibleUser: "${emulator.users()[0]?.login ?? ''}"
      }) {
        outcome
        userErrors { code field }
        case { caseNumber invoices { number } }
      }
    }`);
    expect(errors).toEqual([]);
    expect(at(data, 'createCase')).toEqual({
      outcome: 'APPLIED',
      userErrors: [],
      case: { caseNumber: expect.stringMatching(/^[A-Z]+-\d+$/), invoices: [] },
    });
    expect(emulator.journal().map((entry) => entry.endpoint)).toEqual(['cases/insertAttach']);
  });

  test('lets nobody but the router at the subgraph', async () => {
    for (const headers of [{}, { 'router-authorization': 'guessed' }]) {
      const { status, errors } = await post(supergraph.crmUrl, '{ wolkvoxQuota { used } }', headers);
      expect(status).toBe(401);
      expect(at(errors, 0, 'extensions', 'code')).toBe('UNAUTHENTICATED');
    }
    const { status, errors } = await ask('{ wolkvoxQuota { isEstimate } }', { 'router-authorization': 'guessed' });
    expect([status, errors]).toEqual([200, []]);
  });

  test('offers an explorer to browsers', async () => {
    const response = await fetch(supergraph.url, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect((await response.text()).toLowerCase()).toContain(gateway);
  });

  test('never says a secret or a customer’s name in what it prints', () => {
    const printed = supergraph.lines.join('\n');
    expect(printed).not.toContain(routerSecret);
    expect(printed).not.toContain(emulator.token);
    expect(printed).not.toContain('Solicitud de copia');
  });

  test('ends in good order, and the subgraph with it', async () => {
    expect(await supergraph.stop()).toBe(0);
    expect(supergraph.lines.some((line) => line.includes('"msg":"stopped"'))).toBe(true);
    await expect(fetch(supergraph.crmUrl)).rejects.toThrow();
    await expect(fetch(supergraph.url)).rejects.toThrow();
  });
});

describe('behind Hive Gateway', () => {
  test('is subscribed to through the gateway, which joins a neighbour’s fields to each change', async () => {
    const emulator = await startEmulator();
    const supergraph = await startSupergraph({
      SUPERGRAPH_GATEWAY: 'hive',
      ROUTER_SECRET: routerSecret,
      WOLKVOX_BASE_URL: emulator.url,
      WOLKVOX_OPERATION: emulator.operation,
      WOLKVOX_TOKEN: emulator.token,
      WOLKVOX_DAILY_QUOTA: '100000',
      DATA_DIR: join(dataDir, 'live'),
    });
    const client = createEventClient({ url: supergraph.url, retryAttempts: 0 });
    try {
      const { data } = await post(supergraph.url, '{ invoices(first: 20) { cases { id caseNumber } } }', {});
      const billed = listAt(data, 'invoices')
        .flatMap((invoice) => listAt(invoice, 'cases'))
        .find((node) => typeof at(node, 'id') === 'string');
      const id = textAt(billed, 'id');
      const changes = client.iterate({
        query: `subscription {
          caseChanges { kind case { id caseNumber status { condition } invoices { number } contact { name openBalance } } }
        }`,
      });
      const first = changes.next();
      const input = `{ idempotencyKey: "live", id: "${id}", description: "changed" }`;
      // The first look for changes tells that the gateway has subscribed.
      await until(() => emulator.journal().some(({ endpoint }) => endpoint === 'custom/queryDates'));
      await post(supergraph.url, `mutation { updateCase(input: ${input}) { outcome } }`, {});
      const { value } = (await first) as { value: { data: unknown; errors?: unknown } };
      expect(value.errors).toBeUndefined();
      const change = at(value.data, 'caseChanges');
      expect(at(change, 'kind')).toBe('UPDATED');
      expect(at(change, 'case', 'caseNumber')).toBe(at(billed, 'caseNumber'));
      expect(listAt(change, 'case', 'invoices').length).toBeGreaterThan(0);
      expect(typeof at(change, 'case', 'contact', 'openBalance')).toBe('number');
    } finally {
      client.dispose();
      await supergraph.stop();
      await emulator.close();
    }
  });
});

describe('behind Apollo Gateway with automatic persisted queries', () => {
  test('is asked with the document where it does not know the hash', async () => {
    const emulator = await startEmulator({ dataset: 'samples' });
    const supergraph = await startSupergraph({
      SUPERGRAPH_PERSISTED_QUERIES: 'true',
      WOLKVOX_BASE_URL: emulator.url,
      WOLKVOX_OPERATION: emulator.operation,
      WOLKVOX_TOKEN: emulator.token,
      DATA_DIR: join(dataDir, 'hashes'),
    });
    try {
      const { data, errors } = await post(
        supergraph.url,
        '{ wolkvoxQuota { isEstimate } invoices(first: 1) { id } }',
        {},
      );
      expect([errors, typeof at(data, 'wolkvoxQuota', 'isEstimate')]).toEqual([[], 'boolean']);
    } finally {
      await supergraph.stop();
      await emulator.close();
    }
  });
});

/** What was started for a gateway; throws when it was not, so that a failed start is not taken for a passing test. */
function running<T>(all: ReadonlyMap<Gateway, T>, gateway: Gateway): T {
  const one = all.get(gateway);
  if (one === undefined) throw new Error(`nothing was started for ${gateway}`);
  return one;
}

interface Answer {
  readonly status: number;
  readonly data: unknown;
  readonly errors: readonly unknown[];
}

async function post(url: string, query: string, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  const body: unknown = await response.json();
  return { status: response.status, data: at(body, 'data'), errors: listAt(body, 'errors') };
}
