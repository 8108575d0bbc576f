import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { errors, exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose';
import { createIssuerKeys } from '../../../src/server/access/createIssuerKeys.js';

async function keyNamed(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256' };
  const sign = () => new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey);
  return { jwk, sign };
}
type Key = Awaited<ReturnType<typeof keyNamed>>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

describe('the keys of an issuer', () => {
  let issuer: Server;
  let url: URL;
  let published: readonly JWK[];
  let isUp: boolean;
  let fetches: number;
  let now: number;
  let troubles: number;
  let first: Key;
  let second: Key;

  beforeEach(async () => {
    [first, second] = await Promise.all([keyNamed('first'), keyNamed('second')]);
    [published, isUp, fetches, now, troubles] = [[first.jwk], true, 0, 0, 0];
    issuer = createServer((_request, response) => {
      fetches += 1;
      response.statusCode = isUp ? 200 : 500;
      response.end(JSON.stringify({ keys: published }));
    });
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    const address = issuer.address();
    url = new URL(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/keys`);
  });
  afterEach(async () => {
    issuer.closeAllConnections();
    await new Promise((resolve) => issuer.close(resolve));
  });

  const start = () =>
    createIssuerKeys({
      url,
      now: () => now,
      onTrouble: () => {
        troubles += 1;
      },
    });

  test('are fetched once for many tokens', async () => {
    const keys = start();
    await Promise.all(Array.from({ length: 5 }, async () => jwtVerify(await first.sign(), keys)));
    expect(fetches).toBe(1);
  });

  test('that are new are found at once, by all who come with them', async () => {
    const keys = start();
    await jwtVerify(await first.sign(), keys);
    published = [second.jwk];
    await Promise.all(Array.from({ length: 20 }, async () => jwtVerify(await second.sign(), keys)));
    expect(fetches).toBe(2);
    await expect(jwtVerify(await first.sign(), keys)).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey);
  });

  test('that nobody has are looked up a few times a minute, however many make them up', async () => {
    const keys = start();
    const forged = await keyNamed('forged');
    for (let turn = 0; turn < 30; turn += 1) {
      await expect(jwtVerify(await forged.sign(), keys)).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey);
    }
    expect(fetches).toBe(6);
    now += minuteMs;
    await expect(jwtVerify(await forged.sign(), keys)).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey);
    expect(fetches).toBe(7);
  });

  test('that are known serve on while the issuer is down, for an hour, and the trouble is told', async () => {
    const keys = start();
    await jwtVerify(await first.sign(), keys);
    isUp = false;
    now += 11 * minuteMs;
    await jwtVerify(await first.sign(), keys);
    while (troubles === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    // Left alone for a while: it would answer no sooner for being asked with every token.
    await jwtVerify(await first.sign(), keys);
    expect(fetches).toBe(2);
    now = hourMs;
    await expect(jwtVerify(await first.sign(), keys)).rejects.toMatchObject({ code: errors.JOSEError.code });
    isUp = true;
    now += 2_000;
    await jwtVerify(await first.sign(), keys);
  });

  test('that cannot be had are told of once a minute, not with every token', async () => {
    isUp = false;
    const keys = start();
    for (let turn = 0; turn < 5; turn += 1) await expect(jwtVerify(await first.sign(), keys)).rejects.toThrow();
    expect(troubles).toBe(1);
    now += minuteMs;
    await expect(jwtVerify(await first.sign(), keys)).rejects.toThrow();
    expect(troubles).toBe(2);
  });

  test('that cannot be had are asked for once by all who come at a time, and then not for a moment', async () => {
    isUp = false;
    const keys = start();
    const attempts = async () =>
      Promise.allSettled(Array.from({ length: 20 }, async () => jwtVerify(await first.sign(), keys)));
    await attempts();
    await attempts();
    expect(fetches).toBe(1);
    now += 2_000;
    await attempts();
    expect(fetches).toBe(2);
    isUp = true;
    now += 2_000;
    expect((await attempts()).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'fulfilled'));
    expect(fetches).toBe(3);
  });
});
