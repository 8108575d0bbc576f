import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Emulator, type Fault, isRefusalKind, refusalKinds, startEmulator } from 'wolkvox-emulator';
import { until } from '../support/patience.js';
import { startSubgraph, type Subgraph } from '../support/startSubgraph.js';

const routerSecrets = ['canary/secret+one=of the router'.replaceAll(' ', '_'), 'canary-secret-two-of-the-router'];
const secret = routerSecrets[1] ?? '';

/** Whoever is written about. */
const person = {
  name: 'Canaria Plumas Amarillas',
  email: 'canaria.plumas@pii-canary.example',
  identification: '7700990088',
  code: '57',
  phone: '3009998877',
};
const hosts = ['db7.canary-internal.example', '10.99.88.77'];

let emulator: Emulator;
let subgraph: Subgraph;
let dataDir: string;
let caseId = '';
let otherIds: readonly string[] = [];
/** Everything that callers were told: status lines, headers and bodies. */
const told: string[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ operation: 'canaryop', settings: { maxConcurrency: null, dailyQuota: null } });
  dataDir = mkdtempSync(join(tmpdir(), 'leaks-'));
  subgraph = await startSubgraph(emulator, {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    ROUTER_SECRET: routerSecrets.join(','),
    LOG_LEVEL: 'trace',
    WOLKVOX_ATTEMPT_TIMEOUT_MS: '1000',
    OPERATION_DEADLINE_MS: '3000',
    RECONCILE_GRACE_MS: '100',
  });
  [caseId = '', ...otherIds] = emulator
    .records('cases')
    .slice(0, 6)
    .map(({ wolkvox_id: id }) => (typeof id === 'string' ? id : ''));
});

afterAll(async () => {
  await subgraph.stop();
  await emulator.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Every form in which a secret could turn up. */
function formsOf(text: string): readonly string[] {
  const decoded = /^(?:[0-9a-f]{2})+$/.test(text) ? [Buffer.from(text, 'hex').toString('utf8')] : [];
  return [text, ...decoded].flatMap((form) => [
    form,
    form.toUpperCase(),
    encodeURIComponent(form),
    Buffer.from(form).toString('base64').replace(/=+$/, ''),
    Buffer.from(form).toString('base64url'),
    Buffer.from(form).toString('hex'),
    JSON.stringify(form).slice(1, -1),
  ]);
}

/** What must not be found anywhere. */
function canaries(): readonly string[] {
  const secrets = [emulator.token, ...routerSecrets].flatMap(formsOf);
  const stamp = /\d{14}/.exec(Buffer.from(emulator.token, 'hex').toString('utf8'))?.[0] ?? '';
  return [...new Set([...secrets, stamp, ...Object.values(person).filter((text) => text.length > 4), ...hosts])];
}

/** The words of an upstream that tells everything. */
const confession = (): string =>
  `token ${emulator.token} (${Buffer.from(emulator.token, 'hex').toString()}) of ${person.name} <${person.email}> ` +
  `+${person.code}${person.phone} C.C. ${person.identification} at ${hosts.join(' ')}`;

async function post(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const response = await fetch(subgraph.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'router-authorization': secret, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  told.push(`${response.status} ${JSON.stringify([...response.headers])} ${text}`);
  return text;
}

const read = (id: string) =>
  post({
    query: 'query Read($id: ID!) { case(id: $id) { id caseNumber createdAt priority { name } } }',
    variables: { id },
  });

let keys = 0;
const write = () => {
  keys += 1;
  const { name, email, identification, code, phone } = person;
  return post({
    query:
      'mutation Write($input: CreateContactInput!) { createContact(input: $input) { outcome userErrors { code field message } contact { id } } }',
    variables: {
      input: {
        idempotencyKey: `${person.email} ${keys}`,
        name,
        email,
        identification,
        phone: { country: 'CO', code, value: phone },
      },
    },
  });
};

/** Healthy calls in between keep the breaker closed, so that each fault is met. */
const recover = () => Promise.all([...otherIds.map(read), write(), write(), write()]);

const refusals = refusalKinds
  .filter(isRefusalKind)
  .map((kind): [string, () => Fault] => [`the refusal ${kind}`, () => ({ type: 'refusal', kind, msg: confession() })]);
/** After these the process leaves the CRM alone for a while. */
const pausing = /rateLimited|ipLimit|quota|unavailable|maintenance|badToken|noToken|operation|wrongTokenType/;

const faults: readonly [string, () => Fault][] = [
  ...[200, 400, 403, 404, 500, 502].map((status): [string, () => Fault] => [
    `HTML under ${status}`,
    () => ({ type: 'html', status, text: confession() }),
  ]),
  ['an empty answer', () => ({ type: 'empty', status: 200 })],
  ['an empty failure', () => ({ type: 'empty', status: 500 })],
  ['a warning of the runtime', () => ({ type: 'phpWarning' })],
  ['a byte order mark', () => ({ type: 'bom' })],
  ['half of the JSON', () => ({ type: 'malformedJson' })],
  ['deep JSON', () => ({ type: 'nested', depth: 100_000 })],
  ['numbers that are none', () => ({ type: 'hugeNumber' })],
  ['a huge answer', () => ({ type: 'huge', bytes: 6_000_000 })],
  ['a bomb', () => ({ type: 'gzipBomb', bytes: 6_000_000 })],
  ['a redirect', () => ({ type: 'redirect', status: 302, location: `http://${hosts[0] ?? ''}/?t=${emulator.token}` })],
  ['a plain text', () => ({ type: 'respond', status: 200, text: confession() })],
  ['a JSON text', () => ({ type: 'respond', status: 200, text: JSON.stringify(confession()) })],
  [
    'an envelope that tells',
    () => ({ type: 'respond', status: 200, json: { code: '500', error: confession(), msg: confession(), data: [] } }),
  ],
  ['a key that tells', () => ({ type: 'respond', status: 200, json: { [confession()]: confession() } })],
  [
    'a row that tells',
    () => ({
      type: 'respond',
      status: 200,
      json: { code: '200', error: null, msg: confession(), data: [{ [confession()]: confession() }] },
    }),
  ],
  [
    'headers that tell',
    () => ({
      type: 'respond',
      status: 500,
      headers: { 'x-token': emulator.token, 'x-host': hosts[0] ?? '' },
      text: confession(),
    }),
  ],
  ['another envelope', () => ({ type: 'envelope', drop: ['code'], set: { error: confession(), msg: confession() } })],
  [
    'fields of other types',
    () => ({
      type: 'setFields',
      fields: { createdDate: confession(), prioritySummary: [confession()], status: { [confession()]: 1 } },
    }),
  ],
  ['another record', () => ({ type: 'wrongRecord' })],
  ['repeated rows', () => ({ type: 'repeatedRows', count: 3 })],
  ['wrong totals', () => ({ type: 'wrongTotals', records: 9, pages: 9 })],
  ['blank ids', () => ({ type: 'blankIds' })],
  ['a long wait', () => ({ type: 'delay', ms: 2_000 })],
  ['a refused connection', () => ({ type: 'refuse' })],
  ['silence', () => ({ type: 'silence' })],
  ['a black hole', () => ({ type: 'blackHole' })],
  ['a drip', () => ({ type: 'drip', intervalMs: 50, bytes: 1, from: 'head' })],
  ...(['beforeHead', 'midHead', 'beforeBody', 'midBody'] as const).flatMap((at) =>
    (['reset', 'fin'] as const).map((how): [string, () => Fault] => [
      `a ${how} ${at}`,
      () => ({ type: 'cut', at, how }),
    ]),
  ),
  ...(['short', 'long', 'double'] as const).map((variant): [string, () => Fault] => [
    `a ${variant} content length`,
    () => ({ type: 'contentLength', variant }),
  ]),
  ['a bad chunk', () => ({ type: 'badChunk' })],
  ['garbage', () => ({ type: 'garbage' })],
  ['a body without end', () => ({ type: 'endless' })],
  ['an answer nobody asked for', () => ({ type: 'unsolicited', afterMs: 5 })],
  ['bytes that tell', () => ({ type: 'raw', text: confession(), then: 'fin' })],
  ['a status line that tells', () => ({ type: 'raw', text: `HTTP/1.1 200 ${confession()}\r\n\r\n`, then: 'reset' })],
  ...refusals.filter(([name]) => !pausing.test(name)),
];

/** Where each canary was found, with what stands around it. */
function findings(places: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(places).flatMap(([place, texts]) =>
    texts.flatMap((text) =>
      canaries()
        .filter((canary) => text.includes(canary))
        .map((canary) => `${place}: ${canary} in ${text.slice(Math.max(0, text.indexOf(canary) - 80)).slice(0, 300)}`),
    ),
  );
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
}

async function metrics(): Promise<string> {
  return (await fetch(`${subgraph.origin}/metrics`, { headers: { 'router-authorization': secret } })).text();
}

let seen = { told: 0, output: 0 };

/** Looks through what was told and logged since it last looked. */
function expectNothingNewLeaked(): void {
  const fresh = { told: told.slice(seen.told), output: subgraph.output.slice(seen.output) };
  seen = { told: told.length, output: subgraph.output.length };
  expect(findings(fresh)).toEqual([]);
}

/** Looks through everything there is. */
async function expectNothingLeaked(): Promise<void> {
  const files = filesIn(dataDir);
  // What is searched has to be there, or nothing could be found.
  expect(files.join('').length).toBeGreaterThan(1_000);
  expect(subgraph.output.length).toBeGreaterThan(100);
  expect(findings({ told, output: subgraph.output, metrics: [await metrics()], files })).toEqual([]);
}

describe('whatever befalls a call to the CRM, nothing of it is told', () => {
  test('and the list of faults is long', () => {
    expect(faults.length + refusals.filter(([name]) => pausing.test(name)).length).toBeGreaterThanOrEqual(40);
  });

  test.each(faults)('%s', async (_name, fault) => {
    for (const operation of [() => read(caseId), write]) {
      const before = emulator.journal().at(-1)?.id ?? 0;
      emulator.setFaults([{ fault: fault(), times: 4 }]);
      // On a machine that stands still healthy calls can fail too, and then the breaker is open for some seconds.
      await until(async () => {
        await operation();
        return emulator.journal(before).length > 0;
      }, 200);
      emulator.clearFaults();
      await recover();
    }
    expectNothingNewLeaked();
  });

  test('refusals after which the CRM is left alone', async () => {
    for (const [, fault] of refusals.filter(([name]) => pausing.test(name))) {
      emulator.setFaults([{ fault: fault(), times: null }]);
      await Promise.all([read(caseId), write()]);
      emulator.clearFaults();
    }
    await expectNothingLeaked();
  });
});

describe('whatever is wrong with a request, nothing of it is told', () => {
  const inVariables = { id: person.email, input: { ...person } };
  test.each<[string, () => unknown]>([
    ['a body that is no JSON', () => `{"query": "${confession()}`],
    ['a document that is no GraphQL', () => ({ query: `{ case(id: "${person.email}" ${person.name} }` })],
    [
      'unknown fields',
      () => ({ query: `{ x${person.identification} case(id: "${person.email}") { x${emulator.token} } }` }),
    ],
    [
      'a literal that does not fit',
      () => ({ query: `{ cases(first: "${person.email}", filter: "${person.phone}") { totalCount } }` }),
    ],
    [
      'variables that do not fit',
      () => ({ query: 'query ($id: Int!, $input: CreateContactInput!) { __typename }', variables: inVariables }),
    ],
    [
      'an input that does not fit',
      () => ({
        query: 'mutation ($input: CreateContactInput!) { createContact(input: $input) { outcome } }',
        variables: { input: { ...person, idempotencyKey: person.email, email: `${person.name} at ${person.email}` } },
      }),
    ],
    [
      'a cursor that is none',
      () => ({ query: `{ cases(filter: { status: { eq: "x" } }, after: "${person.email}") { totalCount } }` }),
    ],
    [
      'an entity that is none',
      () => ({ query: `{ _entities(representations: [{ __typename: "${person.email}" }]) { __typename } }` }),
    ],
    ['a name that is a token', () => ({ query: `query x${emulator.token} { __typename }` })],
    ['an operation that is not there', () => ({ query: 'query a { __typename }', operationName: person.email })],
    [
      'too deep a value',
      () => `{"query":"{ __typename }","variables":{"${person.email}":${'['.repeat(50)}${']'.repeat(50)}}}`,
    ],
    ['too large a body', () => ({ query: person.email.repeat(60_000) })],
  ])('%s', async (_name, body) => {
    await post(body());
    expectNothingNewLeaked();
  });

  test('a wrong secret, and headers that hold more than they should', async () => {
    await post('{}', { 'router-authorization': routerSecrets.join(',') });
    await post('{}', { 'x-request-id': person.email, 'user-agent': emulator.token, cookie: person.email });
    await post({ query: '{ __typename }' }, { accept: `text/${emulator.token}` });
    await expectNothingLeaked();
  });
});

test('at the end of its life the process has told nothing either', async () => {
  await subgraph.stop();
  expect(findings({ told, output: subgraph.output, files: filesIn(dataDir) })).toEqual([]);
  expect(subgraph.output.every((line) => line.startsWith('{'))).toBe(true);
});

test('the search finds what there is', () => {
  expect(findings({ here: [`before ${person.email} after`] })).toHaveLength(1);
  expect(findings({ here: [Buffer.from(emulator.token).toString('base64')] })).not.toHaveLength(0);
});
