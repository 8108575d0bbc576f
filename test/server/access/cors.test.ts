import { afterEach, describe, expect, test } from '@jest/globals';
import { readAnswer, startTestApp, type TestApp, type TestAppOptions } from '../startTestApp.js';

const document = { query: '{ __typename }' };
const apps: TestApp[] = [];
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

async function start(environment: TestAppOptions['environment'] = {}): Promise<TestApp> {
  const app = await startTestApp({ environment });
  apps.push(app);
  return app;
}

const production = { NODE_ENV: 'production', ROUTER_SECRET: 'a-secret-of-the-router' };
const secret = { 'router-authorization': 'a-secret-of-the-router' };

function preflight({ url }: TestApp, origin: string): Promise<Response> {
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,authorization',
  };
  return fetch(url, { method: 'OPTIONS', headers });
}

async function allowedOrigin(app: TestApp, origin: string, headers = {}): Promise<string | null> {
  const response = await app.post(document, { origin, ...headers });
  expect(response.status).toBe(200);
  return response.headers.get('access-control-allow-origin');
}

const refusals = (app: TestApp) => app.lines.filter(({ msg }) => String(msg).startsWith('CORS'));

describe('in development', () => {
  test.each(['http://localhost:5173', 'http://127.0.0.1:3000', 'http://[::1]:8080', 'https://desk.localhost'])(
    'a page on %s may call, and read the headers it needs',
    async (origin) => {
      const app = await start();
      const asked = await preflight(app, origin);
      expect(asked.status).toBe(204);
      expect(asked.headers.get('access-control-allow-origin')).toBe(origin);
      expect(asked.headers.get('access-control-allow-headers')).toBe('content-type,authorization');
      const answer = await app.post(document, { origin });
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
      expect(answer.headers.get('access-control-expose-headers')).toBe('x-request-id, retry-after');
      expect(answer.headers.get('vary')).toMatch(/origin/i);
      expect(refusals(app)).toEqual([]);
    },
  );

  test.each([
    'https://evil.example.com',
    'http://localhost.evil.example.com',
    'http://127.0.0.1.evil.example.com',
    'null',
  ])('a page on %s may not, and the log says so once', async (origin) => {
    const app = await start();
    expect(await allowedOrigin(app, origin)).toBeNull();
    expect(await allowedOrigin(app, origin)).toBeNull();
    const asked = await preflight(app, origin);
    expect(await readAnswer(asked)).toMatchObject({ status: 405, errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    expect(refusals(app)).toMatchObject([
      { level: 'warn', origin: origin === 'null' ? 'not an address' : origin, setting: 'CORS_ORIGINS' },
    ]);
  });

  test('CORS_ORIGINS adds origins', async () => {
    const app = await start({ CORS_ORIGINS: 'https://desk.example.com, HTTPS://Other.Example.com:8443/' });
    for (const origin of ['https://desk.example.com', 'https://other.example.com:8443', 'http://localhost:5173']) {
      expect(await allowedOrigin(app, origin)).toBe(origin);
    }
    expect(await allowedOrigin(app, 'https://desk.example.com:444')).toBeNull();
  });

  test('an origin that is no address is not repeated in the log', async () => {
    const app = await start();
    await app.post(document, { origin: 'https://evil.example.com/ana@example.com' });
    expect(refusals(app)).toMatchObject([{ origin: 'not an address' }]);
  });
});

describe('in production', () => {
  test('no origin may call, not even this machine’s', async () => {
    const app = await start(production);
    expect(await allowedOrigin(app, 'http://localhost:5173', secret)).toBeNull();
    expect((await preflight(app, 'http://localhost:5173')).status).toBe(405);
    expect(refusals(app)).toHaveLength(1);
  });

  test('those of CORS_ORIGINS may, and no other', async () => {
    const app = await start({ ...production, CORS_ORIGINS: 'https://desk.example.com' });
    expect(await allowedOrigin(app, 'https://desk.example.com', secret)).toBe('https://desk.example.com');
    expect((await preflight(app, 'https://desk.example.com')).status).toBe(204);
    for (const origin of ['http://localhost:5173', 'https://studio.apollographql.com']) {
      expect(await allowedOrigin(app, origin, secret)).toBeNull();
    }
  });

  test('a page may read why it was refused', async () => {
    const app = await start({ ...production, CORS_ORIGINS: 'https://desk.example.com' });
    const response = await app.post(document, { origin: 'https://desk.example.com' });
    expect(response.status).toBe(401);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://desk.example.com');
  });
});
