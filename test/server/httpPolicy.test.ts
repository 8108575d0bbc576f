import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requestProblems } from '../../src/server/errors/requestProblems.js';
import { type Answer, readAnswer, startTestApp, type TestApp } from './startTestApp.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ environment: { MAX_BODY_BYTES: '2kb,8kb' } });
});
afterAll(async () => {
  await app.close();
});

const document = '{ __typename }';

function expectForm(answer: Answer, status: number, code: string): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json; charset=utf-8$/);
  expect(answer.errors?.[0]).toEqual({
    message: expect.any(String),
    ...(answer.errors?.[0] && 'locations' in answer.errors[0] && { locations: expect.anything() }),
    extensions: expect.objectContaining({ code, retryable: expect.any(Boolean), requestId: expect.any(String) }),
  });
  expect(answer.errors?.[0]?.extensions['requestId']).toBe(answer.headers.get('x-request-id'));
}

/** Sends bytes as they are and returns everything that comes back until the other side closes. */
function sendRaw(...chunks: readonly string[]): Promise<string> {
  return sendRawTo(app, ...chunks);
}

function sendRawTo({ port }: TestApp, ...chunks: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.on('data', (data) => (received += data.toString()));
    socket.on('close', () => {
      resolve(received);
    });
    socket.on('error', reject);
    for (const chunk of chunks) socket.write(chunk);
  });
}

/** Sends all of a body, as many clients do, before it looks at the answer. */
function statusWhileSending(bytes: number, keepAlive: boolean): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const agent = new Agent({ keepAlive });
    const sent = request(app.url, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': bytes },
    });
    sent.on('error', reject);
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
    sent.end(Buffer.alloc(bytes, ' '), () => {
      void answered.then(([answer]) => {
        answer.resume().on('end', () => {
          agent.destroy();
          resolve(answer.statusCode);
        });
      }, reject);
    });
  });
}

const raw = (body: string, headers: readonly string[] = []): string =>
  [
    'POST /graphql HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json',
    'connection: close',
    ...headers,
    ...(body === '' ? [] : [`content-length: ${Buffer.byteLength(body)}`]),
    '',
    body,
  ].join('\r\n');

test('an operation that runs is 200', async () => {
  const answer = await app.query(document);
  expect(answer).toMatchObject({ status: 200, data: { __typename: 'Query' } });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-powered-by')).toBeNull();
});

describe('400', () => {
  test.each([
    ['malformed JSON', '{ "query": ', 'BAD_REQUEST'],
    ['no body', '', 'BAD_REQUEST'],
    ['a JSON text', '"{ __typename }"', 'BAD_REQUEST'],
    ['null', 'null', 'BAD_REQUEST'],
    ['an object without a query', '{}', 'BAD_REQUEST'],
    ['an empty query', '{"query":""}', 'BAD_REQUEST'],
    ['a batch', '[{"query":"{ __typename }"}]', 'BAD_REQUEST'],
    ['an empty batch', '[]', 'BAD_REQUEST'],
    ['variables that are no object', '{"query":"{ __typename }","variables":[1]}', 'BAD_REQUEST'],
    ['an operation name that is no text', '{"query":"{ __typename }","operationName":7}', 'BAD_REQUEST'],
    ['a prototype key', '{"query":"{ __typename }","variables":{"__proto__":{"x":1}}}', 'BAD_REQUEST'],
    ['a constructor key', '{"query":"{ __typename }","variables":{"constructor":{"prototype":{}}}}', 'BAD_REQUEST'],
    ['a document that is not GraphQL', '{"query":"{ case(id: \\"canary\\" }"}', 'GRAPHQL_PARSE_FAILED'],
    [
      'a document that does not fit',
      '{"query":"{ cases(filter: {}, first: \\"canary\\") { totalCount } }"}',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a subscription that takes no events', '{"query":"subscription { caseChanges { kind } }"}', 'BAD_REQUEST'],
    ['an unknown operation', '{"query":"query A { __typename }","operationName":"B"}', 'OPERATION_RESOLUTION_FAILURE'],
    [
      'two operations and no name',
      '{"query":"query A { __typename } query B { __typename }"}',
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'a variable that does not fit',
      '{"query":"query($f: CaseFilter!) { cases(filter: $f) { totalCount } }","variables":{"f":{"status":{"eq":["canary"]}}}}',
      'BAD_USER_INPUT',
    ],
    ['a missing variable', '{"query":"query($f: CaseFilter!) { cases(filter: $f) { totalCount } }"}', 'BAD_USER_INPUT'],
  ])('%s', async (_case, body, code) => {
    const response = await app.post(body);
    const answer = await readAnswer(response);
    expectForm(answer, 400, code);
    expect(answer).not.toHaveProperty('data');
    expect(JSON.stringify(answer.errors?.map(({ message }) => message))).not.toContain('canary');
  });

  test('a variable that does not fit is named by its place', async () => {
    const answer = await app.query('mutation($input: CreateCaseInput!) { createCase(input: $input) { outcome } }', {
      input: { contactEmail: 'canary' },
    });
    const named = answer.errors?.map(({ extensions }) => extensions['argument']);
    expect(named).toContain('input.contactEmail');
    expect(JSON.stringify(answer)).not.toContain('canary');
  });

  test('bytes that are not UTF-8', async () => {
    const body = Buffer.concat([
      Buffer.from('{"query":"{ __typename }","x":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ]);
    const response = await fetch(app.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expectForm(await readAnswer(response), 400, 'BAD_REQUEST');
  });

  test('a request without a host, or with one that is no host', async () => {
    const withoutHost = await sendRaw(raw('{"query":"{ __typename }"}').replace('host: 127.0.0.1\r\n', ''));
    const withNonsense = await sendRaw(raw('{"query":"{ __typename }"}').replace('127.0.0.1', 'a b['));
    for (const received of [withoutHost, withNonsense]) {
      expect(received).toMatch(/^HTTP\/1\.1 400 /);
      expect(received).toContain('"code":"BAD_REQUEST"');
    }
  });

  test('what is no HTTP', async () => {
    const received = await sendRaw('NONSENSE\r\n\r\n');
    expect(received).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(received).toMatch(/\r\n\r\n\{"errors":\[\{"message":.*"code":"BAD_REQUEST"/);
  });

  test('an address that is no address', async () => {
    expect(await sendRaw('GET /%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 [\s\S]*"code":"BAD_REQUEST"/,
    );
  });
});

test('every refusal is counted and has its id in a header, whatever is wrong with it', async () => {
  const counted = async (): Promise<number> => {
    const text = await (await fetch(`${app.origin}/metrics`)).text();
    return Number(/^subgraph_refusals_total\{code="BAD_REQUEST"\} (\d+)$/m.exec(text)?.[1] ?? 0);
  };
  const before = await counted();
  const answers = [
    await fetch(`${app.origin}/nowhere`),
    await fetch(`${app.origin}/%zz`),
    await fetch(app.url, { method: 'PUT' }),
    await app.post('{'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 400, 405, 400]);
  for (const answer of answers) {
    const { errors } = await readAnswer(answer);
    expect(answer.headers.get('x-request-id')).toBe(errors?.[0]?.extensions['requestId']);
  }
  expect((await counted()) - before).toBe(4);
});

test('404 in the same form', async () => {
  for (const path of ['/graphiql', '/graphql/', '/explorer/', '/health']) {
    expectForm(await readAnswer(await fetch(`${app.origin}${path}`)), 404, 'BAD_REQUEST');
  }
});

describe('405', () => {
  test.each(['PUT', 'DELETE', 'PATCH'])('%s', async (method) => {
    const answer = await readAnswer(await fetch(app.url, { method }));
    expectForm(answer, 405, 'BAD_REQUEST');
    expect(answer.headers.get('allow')).toBe('GET, POST');
  });

  test('before the body is looked at, whatever it is', async () => {
    for (const body of ['{', '{}', 'x'.repeat(20_000)]) {
      const headers = { 'content-type': 'application/json' };
      const answer = await readAnswer(await fetch(app.url, { method: 'PUT', headers, body }));
      expectForm(answer, 405, 'BAD_REQUEST');
    }
  });

  test.each(['livez', 'readyz', 'metrics'])('POST /%s', async (path) => {
    const answer = await readAnswer(await fetch(`${app.origin}/${path}`, { method: 'POST', body: '{' }));
    expectForm(answer, 405, 'BAD_REQUEST');
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
  });

  test('CONNECT, which Node would hang up on', async () => {
    const received = await sendRaw('CONNECT example.com:443 HTTP/1.1\r\nhost: example.com\r\n\r\n');
    expect(received).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\n[\s\S]*"code":"BAD_REQUEST"/);
  });

  test('a mutation by GET, with the method that it needs', async () => {
    const query = 'mutation { createTask(input: {}) { outcome } }';
    for (const url of [`${app.url}?query=${encodeURIComponent(query)}`]) {
      const answer = await readAnswer(await fetch(url));
      expectForm(answer, 405, 'BAD_REQUEST');
      expect(answer.headers.get('allow')).toBe('POST');
      expect(answer.errors?.[0]?.message).toContain('POST');
    }
  });

  test('a query by GET that a page of another site had its reader’s browser send', async () => {
    const url = `${app.url}?query=${encodeURIComponent(document)}`;
    const foreign = await fetch(url, { headers: { 'sec-fetch-site': 'cross-site' } });
    expectForm(await readAnswer(foreign), 405, 'BAD_REQUEST');
    expect((await fetch(url, { headers: { 'sec-fetch-site': 'same-site' } })).status).toBe(200);
  });

  test('GET by who does not take a page', async () => {
    expectForm(await readAnswer(await fetch(app.url, { headers: { accept: 'application/json' } })), 405, 'BAD_REQUEST');
  });
});

describe('406', () => {
  test.each(['text/html', 'application/xml', 'application/json;q=0'])('Accept: %s', async (accept) => {
    expectForm(await readAnswer(await app.post({ query: document }, { accept })), 406, 'BAD_REQUEST');
  });
});

describe('413', () => {
  const attachment = (bytes: number): string => 'A'.repeat(bytes);
  const mutation = 'mutation($input: UpdateRecordInput!) { updateRecord(input: $input) { outcome } }';

  test('a request over the ordinary limit without attachments', async () => {
    expectForm(
      await readAnswer(await app.post({ query: document, variables: { x: attachment(2_048) } })),
      413,
      'BAD_REQUEST',
    );
  });

  test('what is announced as too large, before it is sent', async () => {
    const received = await sendRaw(raw('', ['content-length: 9000']));
    expect(received).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":"BAD_REQUEST"/);
  });

  test('what comes in chunks and is too large', async () => {
    const received = await sendRaw(
      raw('', ['transfer-encoding: chunked']),
      `${(9_000).toString(16)}\r\n${'x'.repeat(9_000)}\r\n`,
    );
    expect(received).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":"BAD_REQUEST"/);
  });

  test.each([true, false])('reaches who is still sending, with the connection kept or not (%s)', async (keepAlive) => {
    for (let turn = 0; turn < 5; turn += 1) expect(await statusWhileSending(16 * 1024 ** 2, keepAlive)).toBe(413);
  });

  test('not a request that is large by its attachments, in a variable or in the document', async () => {
    const inVariable = { query: mutation, variables: { input: { attachments: [{ content: attachment(4_096) }] } } };
    const inDocument = {
      query: `mutation { updateRecord(input: { attachments: [{ content: "${attachment(4_096)}" }] }) { outcome } }`,
    };
    for (const body of [inVariable, inDocument]) expect((await app.post(body)).status).toBe(400);
  });

  // Refused for want of an idempotency key only, with 400: the size is no reason.
  test.each([
    [
      'a list of attachments',
      'mutation($files: [AttachmentInput!]) { updateRecord(input: { attachments: $files }) { outcome } }',
      { files: [{ content: attachment(2_500) }, { content: attachment(2_500) }] },
    ],
    [
      'one attachment where a list is taken',
      'mutation($file: [AttachmentInput!]) { updateRecord(input: { attachments: $file }) { outcome } }',
      { file: { content: attachment(4_096) } },
    ],
    [
      'an attachment',
      'mutation($a: AttachmentInput!) { updateRecord(input: { attachments: [$a] }) { outcome } }',
      { a: { content: attachment(4_096) } },
    ],
    [
      'the content alone',
      'mutation($bytes: Base64!) { updateRecord(input: { attachments: [{ content: $bytes }] }) { outcome } }',
      { bytes: attachment(4_096) },
    ],
    [
      'an input of another mutation',
      'mutation($whatever: CreateCaseInput!) { createCase(input: $whatever) { outcome } }',
      { whatever: { attachments: [{ content: attachment(4_096) }] } },
    ],
  ])('not a request that is large by a file in a variable of any name: %s', async (_case, query, variables) => {
    expect((await app.post({ query, variables })).status).toBe(400);
  });

  test.each([
    [
      'a custom field of that name',
      'mutation($input: UpdateRecordInput!) { updateRecord(input: $input) { outcome } }',
      { input: { fields: { attachments: [{ content: attachment(4_096) }] } } },
    ],
    [
      'a variable of another type',
      'mutation($attachments: String) { updateRecord(input: { id: $attachments }) { outcome } }',
      { attachments: attachment(4_096) },
    ],
    [
      'a variable that the document does not declare',
      'mutation { updateRecord(input: { attachments: $files }) { outcome } }',
      { files: [{ content: attachment(4_096) }] },
    ],
  ])('what only looks like a file: %s', async (_case, query, variables) => {
    expectForm(await readAnswer(await app.post({ query, variables })), 413, 'BAD_REQUEST');
  });

  test('much that stands outside of texts, before it is parsed', async () => {
    const variables = { numbers: Array.from({ length: 2_000 }, (_, index) => index) };
    expectForm(await readAnswer(await app.post({ query: mutation, variables })), 413, 'BAD_REQUEST');
  });

  test('a request whose attachments hide something large beside them', async () => {
    const input = { attachments: [{ content: attachment(1_000) }], description: attachment(2_048) };
    expectForm(await readAnswer(await app.post({ query: mutation, variables: { input } })), 413, 'BAD_REQUEST');
  });

  test('attachments over the limit of attachments', async () => {
    const input = { attachments: [{ content: attachment(8_192) }] };
    expectForm(await readAnswer(await app.post({ query: mutation, variables: { input } })), 413, 'BAD_REQUEST');
  });
});

describe('415', () => {
  test.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['multipart/form-data; boundary=x', {}],
    ['application/graphql', {}],
    ['application/jsonp', {}],
    ['application/json; charset=utf-16', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
  ])('Content-Type: %s %j', async (type, headers) => {
    const answer = await readAnswer(await app.post({ query: document }, { 'content-type': type, ...headers }));
    expectForm(answer, 415, 'BAD_REQUEST');
  });

  test('no Content-Type', async () => {
    expect(await sendRaw(raw('{"query":"{ __typename }"}').replace('content-type: application/json\r\n', ''))).toMatch(
      /^HTTP\/1\.1 415 /,
    );
  });

  test('not a charset of UTF-8, in any spelling', async () => {
    for (const type of ['application/json;charset=UTF-8', 'Application/JSON; charset="utf-8"']) {
      expect((await app.post({ query: document }, { 'content-type': type })).status).toBe(200);
    }
  });
});

test('408: a body that comes too slowly, headers that never end, a connection on which nothing is sent', async () => {
  const impatient = await startTestApp({ requestTimeoutMs: 300 });
  const [body, ...others] = await Promise.all([
    sendRawTo(impatient, raw('', ['content-length: 100']), '{"query":'),
    sendRawTo(impatient, 'POST /graphql HTTP/1.1\r\nhost: x\r\n'),
    sendRawTo(impatient, ''),
  ]);
  expect(body).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n[\s\S]*"code":"BAD_REQUEST"/);
  for (const received of others) expect(received).toMatch(/^HTTP\/1\.1 408 /);
  expect(impatient.gate.inFlight).toBe(0);
  await impatient.close();
});

test('an unusual expectation is no reason for an empty answer', async () => {
  const received = await sendRaw(raw('{"query":"{ __typename }"}', ['expect: the-unexpected']));
  expect(received).toContain('{"data":{"__typename":"Query"}}');
});

test('headers without measure are refused in the same form', async () => {
  const received = await sendRaw(`GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`);
  expect(received).toMatch(/^HTTP\/1\.1 431 [\s\S]*"code":"BAD_REQUEST"/);
});

test('a request id that is harmless is kept, any other replaced', async () => {
  const kept = await app.post({ query: document }, { 'x-request-id': 'router-7f3a.1' });
  expect(kept.headers.get('x-request-id')).toBe('router-7f3a.1');
  for (const id of ['ana@example.com', '', 'x'.repeat(200), '{"a":1}']) {
    const replaced = await app.post({ query: document }, { 'x-request-id': id });
    expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  }
});

describe('the reason of a refusal', () => {
  const json = { 'content-type': 'application/json' };
  const sent = (body: string, headers: Readonly<Record<string, string>> = json, path = '/graphql') =>
    fetch(`${app.origin}${path}`, { method: 'POST', headers, body });

  test.each([
    ['METHOD', () => fetch(app.url, { method: 'PUT' })],
    ['PATH', () => sent('{}', json, '/graphiql')],
    ['ACCEPT', () => sent('{}', { ...json, accept: 'text/html' })],
    ['MEDIA_TYPE', () => sent('{}', { 'content-type': 'text/plain' })],
    ['MULTIPART', () => sent('x', { 'content-type': 'multipart/form-data; boundary=x' })],
    ['ENCODING', () => sent('x', { ...json, 'content-encoding': 'gzip' })],
    ['SIZE', () => sent(JSON.stringify({ query: ' '.repeat(3_000) }))],
    ['BATCH', () => sent('[{"query":"{ __typename }"}]')],
    ['BODY', () => sent('{"query":7}')],
    ['BODY', () => sent('{')],
    ['PARAMETERS', () => fetch(`${app.url}?query=${encodeURIComponent(document)}&variables=%5B1%5D`)],
    ['PARAMETERS', () => fetch(`${app.url}?query=${encodeURIComponent(document)}&variables=x`)],
  ] as const)('is %s, with a message of its own', async (reason, send) => {
    const { errors } = await readAnswer(await send());
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_REQUEST', reason });
    expect(errors?.[0]?.message).toBe(requestProblems[reason].message);
  });
});

describe('a hash in place of a document', () => {
  const extensions = { persistedQuery: { version: 1, sha256Hash: '00' } };
  const inAddress = (origin: string) =>
    `${origin}/graphql?extensions=${encodeURIComponent(JSON.stringify(extensions))}`;

  test('is answered as clients and gateways need it to send the document next', async () => {
    for (const response of [await app.post({ extensions }), await fetch(inAddress(app.origin))]) {
      const { status, errors } = await readAnswer(response);
      expect(status).toBe(200);
      expect(errors?.[0]).toMatchObject({
        message: 'PersistedQueryNotSupported',
        extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED', retryable: false },
      });
      expect(errors?.map(({ message }) => message)).toContain('PersistedQueryNotFound');
    }
  });

  test('beside the document is passed over', async () => {
    expect(await readAnswer(await app.post({ query: document, extensions }))).toMatchObject({
      status: 200,
      data: { __typename: 'Query' },
    });
  });
});

describe('in development', () => {
  test('a query by GET runs, with its variables', async () => {
    const parameters = new URLSearchParams({
      query: 'query A { a: __typename } query B($is: Boolean!) { b: __typename @include(if: $is) c: __typename }',
      operationName: 'B',
      variables: '{"is":false}',
    });
    for (const accept of ['*/*', 'application/json', 'text/html,*/*;q=0.8']) {
      const response = await fetch(`${app.url}?${parameters.toString()}`, { headers: { accept } });
      expect(await readAnswer(response)).toMatchObject({ status: 200, data: { c: 'Query' } });
    }
  });

  test('GET shows Sandbox', async () => {
    for (const accept of ['text/html,application/xhtml+xml,*/*;q=0.8', '*/*']) {
      const response = await fetch(app.url, { headers: { accept } });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await response.text()).toContain('sandbox');
    }
  });

  test('Sandbox may call from its own page', async () => {
    for (const origin of ['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com']) {
      const preflight = await fetch(app.url, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
      expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type');
    }
  });

  test('introspection is open', async () => {
    const { data } = await app.query('{ __schema { queryType { name } } _service { sdl } }');
    expect(data).toMatchObject({ __schema: { queryType: { name: 'Query' } }, _service: { sdl: expect.any(String) } });
  });
});

test('the answer has the media type that was asked for, errors too', async () => {
  const accept = 'application/graphql-response+json';
  for (const query of [document, '{ nope }', '']) {
    const response = await app.post({ query }, { accept });
    expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
  }
});
