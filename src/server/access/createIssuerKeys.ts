import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { usableKeys } from './usableKeys.js';

export interface IssuerKeysOptions {
  readonly url: URL;
  readonly now: () => number;
  /** Told that the keys cannot be had, once a minute at most. */
  readonly onTrouble: (error: unknown) => void;
}

/** How old keys may be before newer ones are fetched beside the work. */
const freshForMs = 600_000;
/** For how long keys stand in for those that cannot be fetched; tokens seldom live longer. */
const usableForMs = 3_600_000;
/** How long an issuer that failed is left alone while its last keys are at hand. */
const restMs = 10_000;
/** The same where there are none: callers are told to come back, and the next one finds out. */
const restWithoutKeysMs = 2_000;
const fetchTimeoutMs = 3_000;
/** Unknown keys are looked up so often a minute, whoever makes them up. */
const looksPerMinute = 5;
const minuteMs = 60_000;

/**
 * The keys that an issuer publishes. A key that is not among those known is looked up at once, since issuers change them
 * without notice; an issuer that is down for a while is not noticed by callers whose key is known. Rejects with the
 * library's errors: `JWKSNoMatchingKey` for a key that does not exist, others when the keys cannot be had.
 */
export function createIssuerKeys({ url, now, onTrouble }: IssuerKeysOptions): JWTVerifyGetKey {
  // It fetches when it is told to, never by itself.
  const published = createRemoteJWKSet(url, {
    timeoutDuration: fetchTimeoutMs,
    cacheMaxAge: Infinity,
    cooldownDuration: Infinity,
    [customFetch]: fetchUsableKeys,
  });
  let fetchedAt = -Infinity;
  let failedAt = -Infinity;
  let toldAt = -Infinity;
  let fetching: Promise<void> | null = null;
  let lastError: unknown;
  let looks: number[] = [];

  const fetchAnew = async (): Promise<void> => {
    try {
      await published.reload();
      fetchedAt = now();
    } catch (error) {
      failedAt = now();
      lastError = error;
      if (failedAt - toldAt >= minuteMs) {
        toldAt = failedAt;
        onTrouble(error);
      }
      throw error;
    }
  };
  /** One fetch at a time: whoever comes meanwhile waits for the same one. */
  const fetchKeys = (): Promise<void> => {
    fetching ??= fetchAnew().finally(() => {
      fetching = null;
    });
    return fetching;
  };
  /** Without keys nobody can be let in: after a failure the issuer is left alone for a moment. */
  const fetchMissingKeys = async (): Promise<void> => {
    if (fetching === null && now() - failedAt < restWithoutKeysMs) throw lastError;
    await fetchKeys();
  };
  const keepFresh = async (): Promise<void> => {
    const age = now() - fetchedAt;
    if (age >= usableForMs) await fetchMissingKeys();
    else if (age >= freshForMs && now() - failedAt >= restMs) fetchKeys().catch(() => undefined);
  };
  const mayLookAgain = (): boolean => {
    looks = looks.filter((at) => now() - at < minuteMs);
    if (looks.length >= looksPerMinute) return false;
    looks.push(now());
    return true;
  };

  return async (header, token) => {
    await keepFresh();
    try {
      return await published(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // Whoever comes while a look is under way waits for it with the others.
      if (fetching === null && !mayLookAgain()) throw error;
      await fetchKeys();
      return published(header, token);
    }
  };
}

/** Fetches a key set without the keys that cannot verify a token. */
async function fetchUsableKeys(url: string, options: RequestInit): Promise<Response> {
  const response = await fetch(url, options);
  if (response.status !== 200) return response;
  return Response.json(usableKeys(await response.json()));
}
