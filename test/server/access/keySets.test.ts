import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { generateSecret, SignJWT } from 'jose';
import { createIssuerKeys } from '../../../src/server/access/createIssuerKeys.js';
import { createTokenCheck } from '../../../src/server/access/createTokenCheck.js';
import { startTestApp, type TestApp } from '../startTestApp.js';

const rsa = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits });
const good = rsa(2048);
const weak = rsa(1024);
const jwk = (key: KeyObject, more = {}) => ({ ...key.export({ format: 'jwk' }), ...more });

let issuer: Server;
let published: unknown;
let app: TestApp;

beforeEach(async () => {
  issuer = createServer((_request, response) => response.end(JSON.stringify(published)));
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  const address = issuer.address();
  const url = new URL(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/keys`);
  const keys = createIssuerKeys({ url, now: () => Date.now(), onTrouble: () => undefined });
  app = await startTestApp({ checkToken: createTokenCheck({ issuer: null, audience: null }, keys) });
});
afterEach(async () => {
  await app.close();
  issuer.closeAllConnections();
  await new Promise((resolve) => issuer.close(resolve));
});

async function statusFor(header: { kid?: string; alg?: string }, key: KeyObject = good.privateKey): Promise<number> {
  const token = await new SignJWT({ scope: 'crm:read' })
    .setProtectedHeader({ alg: 'RS256', ...header })
    .setExpirationTime('5m')
    .sign(key);
  return (await app.post({ query: '{ __typename }' }, { authorization: `Bearer ${token}` })).status;
}

describe('a key that cannot verify is passed over', () => {
  test.each<readonly [string, unknown]>([
    ['an RSA key of 1024 bits', jwk(weak.publicKey)],
    ['one for encryption', jwk(rsa(2048).publicKey, { use: 'enc' })],
    ['one for another algorithm', jwk(rsa(2048).publicKey, { alg: 'PS512' })],
    ['one that may do something else only', jwk(rsa(2048).publicKey, { key_ops: ['encrypt'] })],
    ['one of an unknown kind', { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AAAA' }],
    ['one that is malformed', { kty: 'RSA', n: '!', e: 'AQAB' }],
    ['one without its parts', { kty: 'RSA' }],
    ['a private one', jwk(rsa(2048).privateKey)],
    ['a symmetric one', { kty: 'oct', k: 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0' }],
    ['something that is no key', null],
    ['one of another curve', jwk(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey)],
  ])('%s before the good one, tokens with and without a kid', async (_kind, bad) => {
    published = { keys: [bad, jwk(good.publicKey, { kid: 'good' })] };
    expect(await statusFor({})).toBe(200);
    expect(await statusFor({ kid: 'good' })).toBe(200);
  });

  test('two keys of one name, the weak one first', async () => {
    published = { keys: [jwk(weak.publicKey, { kid: 'same' }), jwk(good.publicKey, { kid: 'same' })] };
    expect(await statusFor({ kid: 'same' })).toBe(200);
  });

  test('and where there is no other, tokens are refused as nobody’s', async () => {
    published = { keys: [jwk(weak.publicKey, { kid: 'weak' })] };
    expect(await statusFor({ kid: 'weak' })).toBe(401);
    expect(await statusFor({})).toBe(401);
  });
});

test('a token without a kid that several good keys could have signed is tried with each', async () => {
  published = { keys: [jwk(rsa(2048).publicKey), jwk(rsa(2048).publicKey), jwk(good.publicKey)] };
  expect(await statusFor({})).toBe(200);
  expect(await statusFor({}, rsa(2048).privateKey)).toBe(401);
});

test('a token that is signed with a secret is nobody’s, whatever is published', async () => {
  published = { keys: [{ kty: 'oct', k: 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0' }, jwk(good.publicKey)] };
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('5m')
    .sign(await generateSecret('HS256'));
  const { status } = await app.post({ query: '{ __typename }' }, { authorization: `Bearer ${token}` });
  expect(status).toBe(401);
});

test('a key set that cannot be read leaves callers with 503', async () => {
  for (const nonsense of ['no set', { keys: 'none' }, []]) {
    published = nonsense;
    expect(await statusFor({ kid: 'good' })).toBe(503);
  }
});
