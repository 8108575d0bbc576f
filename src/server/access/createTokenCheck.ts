import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';
import type { Scopes } from './Caller.js';
import type { JwtSettings } from '../settings/config.js';
import { Refusal } from '../errors/Refusal.js';

/** Symmetric algorithms are left out: with a public key set they would make the public key a password. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/**
 * Makes the check of a caller's `Authorization: Bearer` token against the issuer's keys. Resolves with the
 * token's scopes; rejects with a `Refusal`: 401 for a missing or bad token, 503 when the keys cannot be had.
 */
export function createTokenCheck(
  settings: Pick<JwtSettings, 'issuer' | 'audience'>,
  keys: JWTVerifyGetKey,
): (authorization: string | undefined) => Promise<Scopes> {
  const options = {
    algorithms,
    requiredClaims: ['exp'],
    clockTolerance: 5,
    ...(settings.issuer !== null && { issuer: settings.issuer }),
    ...(settings.audience !== null && { audience: settings.audience }),
  };
  return async (authorization) => {
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw unauthenticated();
    try {
      return scopesOf(await verify(token, keys, options));
    } catch (error) {
      throw isTokensFault(error) ? unauthenticated() : new Refusal('SERVICE_UNAVAILABLE', 503);
    }
  };
}

/** The claims of a token. One that does not name its key is tried with every key that it could be. */
async function verify(token: string, keys: JWTVerifyGetKey, options: JWTVerifyOptions): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keys, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return (await jwtVerify(token, key, options)).payload;
      } catch (mismatch) {
        // Claims are looked at once a signature is right: then the key was the right one.
        if (isAboutClaims(mismatch)) throw mismatch;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

function isAboutClaims(error: unknown): boolean {
  return (
    error instanceof errors.JWTExpired ||
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWTInvalid
  );
}

function unauthenticated(): Refusal {
  return new Refusal('UNAUTHENTICATED', 401, { headers: { 'www-authenticate': 'Bearer' } });
}

/** Everything but trouble in fetching or reading the keys. */
function isTokensFault(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid) &&
    !(error instanceof errors.JWKInvalid) &&
    error.code !== errors.JOSEError.code
  );
}

/** OAuth writes `scope` as words in a text; some issuers write `scp`, as a text or a list. */
function scopesOf(payload: JWTPayload): Scopes {
  const words = [payload['scope'], payload['scp']].flatMap((claim: unknown) => {
    if (typeof claim === 'string') return claim.split(' ');
    return Array.isArray(claim) ? claim.filter((entry): entry is string => typeof entry === 'string') : [];
  });
  return new Set(words.filter((word) => word !== ''));
}
