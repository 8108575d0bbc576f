import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** A smaller modulus is refused by the algorithms that use it (RFC 7518, 3.3). */
const leastModulusBits = 2048;

const keySet = z.looseObject({ keys: z.array(z.unknown()) });
const publicKey = z.looseObject({
  kty: z.enum(['RSA', 'EC', 'OKP']),
  n: z.string().exactOptional(),
  e: z.string().exactOptional(),
  crv: z.string().exactOptional(),
  x: z.string().exactOptional(),
  y: z.string().exactOptional(),
  kid: z.string().exactOptional(),
  alg: z.string().exactOptional(),
  use: z.string().exactOptional(),
  key_ops: z.array(z.string()).exactOptional(),
});

/**
 * A key set without the keys that cannot verify a token: unknown or symmetric kinds, malformed or private ones, RSA below
 * 2,048 bits. One such key must not keep the others from being used. What is no key set stays as it is.
 */
export function usableKeys(fetched: unknown): unknown {
  const set = keySet.safeParse(fetched);
  return set.success ? { ...set.data, keys: set.data.keys.filter(isUsable) } : fetched;
}

function isUsable(jwk: unknown): boolean {
  const parsed = publicKey.safeParse(jwk);
  // A private key that is published is nobody's any more.
  if (!parsed.success || 'd' in parsed.data) return false;
  let key: KeyObject;
  try {
    key = createPublicKey({ key: parsed.data, format: 'jwk' });
  } catch {
    return false;
  }
  return key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) >= leastModulusBits;
}
