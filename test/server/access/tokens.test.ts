import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, type CryptoKey, errors, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createTokenCheck } from '../../../src/server/access/createTokenCheck.js';
import { readAnswer, startTestApp, type TestApp } from '../startTestApp.js';

const settings = {
  jwksUrl: new URL('https://id.example.com/keys'),
  issuer: 'https://id.example.com',
  audience: 'crm',
};

const { privateKey, publicKey } = await generateKeyPair('ES256');
const foreign = await generateKeyPair('ES256');
const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] });

interface TokenParts {
  readonly claims?: Record<string, unknown>;
  readonly issuer?: string;
  readonly audience?: string;
  readonly expiresIn?: string;
  readonly key?: CryptoKey;
}

async function bearer({ claims = { scope: 'crm:read' }, ...parts }: TokenParts = {}): Promise<string> {
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .setIssuedAt()
    .setIssuer(parts.issuer ?? settings.issuer)
    .setAudience(parts.audience ?? settings.audience)
    .setExpirationTime(parts.expiresIn ?? '5m')
    .sign(parts.key ?? privateKey);
  return `Bearer ${token}`;
}

describe('a caller’s token', () => {
  const check = createTokenCheck(settings, keys);

  test('gives its scopes, however the issuer writes them', async () => {
    expect(await check(await bearer({ claims: { scope: 'crm:read crm:write' } }))).toEqual(
      new Set(['crm:read', 'crm:write']),
    );
    expect(await check(await bearer({ claims: { scp: ['crm:read', 7] } }))).toEqual(new Set(['crm:read']));
    expect(await check(await bearer({ claims: {} }))).toEqual(new Set());
  });

  test.each<readonly [string, () => Promise<string | undefined>]>([
    ['missing', () => Promise.resolve(undefined)],
    ['no bearer token', () => Promise.resolve('Basic YTpi')],
    ['nonsense', () => Promise.resolve('Bearer a.b.c')],
    ['expired', () => bearer({ expiresIn: '-1m' })],
    ['of another issuer', () => bearer({ issuer: 'https://other.example.com' })],
    ['for another audience', () => bearer({ audience: 'other' })],
    ['signed by somebody else', () => bearer({ key: foreign.privateKey })],
    ['not signed', () => Promise.resolve(`Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`)],
    [
      'signed with the public key as a password',
      async () =>
        `Bearer ${await new SignJWT({ scope: 'crm:write' })
          .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
          .setExpirationTime('5m')
          .sign(new TextEncoder().encode(JSON.stringify(await exportJWK(publicKey))))}`,
    ],
  ])('that is %s is refused', async (_kind, make) => {
    await expect(check(await make())).rejects.toMatchObject({ code: 'UNAUTHENTICATED', statusCode: 401 });
  });

  test('without an end is refused', async () => {
    const endless = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer(settings.issuer)
      .setAudience(settings.audience)
      .sign(privateKey);
    await expect(check(`Bearer ${endless}`)).rejects.toMatchObject({ statusCode: 401 });
  });

  test('that does not name its key is tried with all that it could be', async () => {
    const others = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
    const published = await Promise.all([...others, { publicKey }].map((pair) => exportJWK(pair.publicKey)));
    const checkAmongMany = createTokenCheck(settings, createLocalJWKSet({ keys: published }));
    const nameless = (key: CryptoKey) =>
      new SignJWT({ scope: 'crm:read' })
        .setProtectedHeader({ alg: 'ES256' })
        .setIssuer(settings.issuer)
        .setAudience(settings.audience)
        .setExpirationTime('5m')
        .sign(key);
    expect(await checkAmongMany(`Bearer ${await nameless(privateKey)}`)).toEqual(new Set(['crm:read']));
    await expect(checkAmongMany(`Bearer ${await nameless(foreign.privateKey)}`)).rejects.toMatchObject({
      statusCode: 401,
    });
  });

  test('is not called bad when the keys cannot be had', async () => {
    for (const trouble of [
      new errors.JWKSTimeout(),
      new TypeError('fetch failed'),
      new errors.JOSEError('Expected 200 OK'),
    ]) {
      const withoutKeys = createTokenCheck(settings, () => Promise.reject(trouble));
      await expect(withoutKeys(await bearer())).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', statusCode: 503 });
    }
  });
});

describe('scopes', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({
      environment: { JWKS_URL: settings.jwksUrl.href },
      checkToken: createTokenCheck(settings, keys),
      loaders: () => ({ findCase: () => Promise.resolve(null) }),
      writer: {
        updateRecord: () => Promise.resolve({ outcome: 'APPLIED', id: '1', caseNumber: null }),
        updateCase: () => Promise.resolve({ outcome: 'APPLIED', id: '1', caseNumber: null }),
      },
    });
  });
  afterAll(async () => {
    await app.close();
  });

  const ask = async (query: string, scope: string | null) =>
    readAnswer(await app.post({ query }, scope === null ? {} : { authorization: await bearer({ claims: { scope } }) }));
  const mutation = `mutation {
    updateRecord(input: { idempotencyKey: "k1", module: "contacts", id: "1", fields: { a: "b" } }) { outcome }
  }`;

  test('no token is 401', async () => {
    const answer = await ask('{ __typename }', null);
    expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('reading asks for crm:read', async () => {
    expect(await ask('{ case(id: "1") { id } }', 'crm:read')).toMatchObject({ status: 200, data: { case: null } });
    expect(await ask('{ case(id: "1") { id } }', 'crm:write')).toMatchObject({
      status: 200,
      data: { case: null },
      errors: [{ path: ['case'], extensions: { code: 'FORBIDDEN' } }],
    });
  });

  test('writing asks for crm:write', async () => {
    expect(await ask(mutation, 'crm:write')).toMatchObject({ data: { updateRecord: { outcome: 'APPLIED' } } });
    expect(await ask(mutation, 'crm:read')).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });

  test('what a write returns asks for no more; reading the record back asks for crm:read', async () => {
    const update = (selection: string) =>
      `mutation { updateCase(input: { idempotencyKey: "k1", id: "1", solution: "x" }) { outcome ${selection} } }`;
    expect(await ask(update('case { __typename id }'), 'crm:write')).toMatchObject({
      data: { updateCase: { outcome: 'APPLIED', case: { id: '1' } } },
    });
    const reading = update('...on UpdateCasePayload { case { id contact { cases { totalCount } } } }');
    expect(await ask(reading, 'crm:write')).toMatchObject({
      data: { updateCase: { outcome: 'APPLIED', case: null } },
      errors: [{ path: ['updateCase', 'case'], extensions: { code: 'FORBIDDEN' } }],
    });
    expect(await ask(reading, 'crm:write crm:read')).not.toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });

  test('entities ask for crm:read, each at its own index', async () => {
    const entities = `{ _entities(representations: [{ __typename: "Case", id: "1" }, { __typename: "Case", id: "2" }]) { __typename } }`;
    expect(await ask(entities, 'crm:read')).toEqual(expect.objectContaining({ data: { _entities: [null, null] } }));
    const refused = await ask(entities, 'other');
    expect(refused.data).toEqual({ _entities: [null, null] });
    expect(refused.errors).toMatchObject([
      { path: ['_entities', 0], extensions: { code: 'FORBIDDEN' } },
      { path: ['_entities', 1], extensions: { code: 'FORBIDDEN' } },
    ]);
  });

  test('the SDL asks for none', async () => {
    expect(await ask('{ _service { sdl } }', 'other')).toMatchObject({
      data: { _service: { sdl: expect.any(String) } },
    });
  });
});
