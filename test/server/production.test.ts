import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readAnswer, startTestApp, type TestApp } from './startTestApp.js';

const environment = { NODE_ENV: 'production', ROUTER_SECRET: 'old-router-secret,new-router-secret' };
const secret = { 'router-authorization': 'new-router-secret' };
const document = { query: '{ __typename }' };

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ environment });
});
afterAll(async () => {
  await app.close();
});

describe('the router’s secret', () => {
  test('lets in, the old one and the new one', async () => {
    for (const value of ['old-router-secret', 'new-router-secret']) {
      const answer = await readAnswer(await app.post(document, { 'router-authorization': value }));
      expect(answer).toMatchObject({ status: 200, data: { __typename: 'Query' } });
    }
  });

  test('is asked for before anything else is looked at; wrong and missing are one answer', async () => {
    const requestId = { 'x-request-id': 'the-same' };
    const bodies = await Promise.all(
      [
        app.post(document, requestId),
        app.post(document, { ...requestId, 'router-authorization': 'new-router-secre' }),
        app.post(document, { ...requestId, 'router-authorization': 'old-router-secret,new-router-secret' }),
        app.post(document, { ...requestId, 'router-authorization': '' }),
        app.post('no JSON', requestId),
        app.post('x'.repeat(100), { ...requestId, 'content-type': 'text/plain', accept: 'text/html' }),
      ].map(async (sent) => {
        const response = await sent;
        expect(response.status).toBe(401);
        return response.text();
      }),
    );
    expect(new Set(bodies)).toEqual(
      new Set([
        JSON.stringify({
          errors: [
            {
              message: 'The request carries no valid credentials.',
              extensions: { code: 'UNAUTHENTICATED', retryable: false, requestId: 'the-same' },
            },
          ],
        }),
      ]),
    );
  });

  test('opens the metrics', async () => {
    expect((await fetch(`${app.origin}/metrics`)).status).toBe(401);
    expect((await fetch(`${app.origin}/metrics`, { headers: secret })).status).toBe(200);
  });

  test('is not needed to ask whether the process lives', async () => {
    expect((await fetch(`${app.origin}/livez`)).status).toBe(200);
    expect((await fetch(`${app.origin}/readyz`)).status).toBe(200);
  });

  test('never enters the log', async () => {
    await app.post({ query: 'query old_router_secret { __typename }' }, secret);
    expect(JSON.stringify(app.lines)).not.toMatch(/(old|new)-router-secret/);
  });
});

describe('closed in production', () => {
  test('introspection', async () => {
    const answer = await readAnswer(await app.post({ query: '{ __schema { queryType { name } } }' }, secret));
    expect(answer).toMatchObject({ status: 400, errors: [{ message: 'The document does not fit the schema.' }] });
  });

  test('suggestions and hints', async () => {
    const text = await (await app.post({ query: '{ casess { id } contct }' }, secret)).text();
    expect(text).not.toMatch(/did you mean|hint|"cases"|contact/i);
  });

  test('GET, with and without a query, and preflights', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '?query={__typename}'],
      ['OPTIONS', ''],
    ] as const) {
      const response = await fetch(`${app.url}${path}`, {
        method,
        headers: { ...secret, accept: 'text/html', origin: 'https://studio.apollographql.com' },
      });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(response.headers.get('allow')).toBe('POST');
      expect(await readAnswer(response)).toMatchObject({
        status: 405,
        errors: [{ extensions: { code: 'BAD_REQUEST' } }],
      });
    }
  });

  test('traces in the answer', async () => {
    const answer = await (await app.post(document, { ...secret, 'apollo-federation-include-trace': 'ftv1' })).json();
    expect(answer).toEqual({ data: { __typename: 'Query' } });
  });

  test('the SDL, unless the secret was shown', async () => {
    const sdl = { query: '{ _service { sdl } }' };
    expect(await readAnswer(await app.post(sdl, secret))).toMatchObject({
      status: 200,
      data: { _service: { sdl: expect.stringContaining('type Case') as unknown } },
    });
    const withTokensOnly = await startTestApp({
      environment: { NODE_ENV: 'production', JWKS_URL: 'https://id.example.com/keys', JWT_AUDIENCE: 'crm' },
      checkToken: () => Promise.resolve(new Set(['crm:read'])),
    });
    const text = await (await withTokensOnly.post(sdl)).text();
    expect(text).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(text).not.toContain('type Case');
    await withTokensOnly.close();
  });
});
