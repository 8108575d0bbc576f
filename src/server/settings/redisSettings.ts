/** How Redis is reached, and how far it is trusted. */
export interface RedisSettings {
  readonly url: URL;
  /** The certificate of the authority that signed the server's, PEM; null where a public one did. */
  readonly ca: string | null;
  readonly durability: 'verify' | 'trust';
  /** Calls in flight to the CRM that this process may have while Redis cannot be reached; 0 for none. */
  readonly lostConcurrency: number;
  /** Bytes that the shared pages may take. */
  readonly pageBytes: number;
}

/** The settings that stand for themselves, without files. */
export type PlainRedisSettings = Pick<RedisSettings, 'durability' | 'lostConcurrency' | 'pageBytes'>;

/** An address of Redis: `redis://` or `rediss://`, a host, and a database number at most. Null for anything else. */
export function parseRedisUrl(value: string): URL | null {
  if (!/^rediss?:\/\//i.test(value) || !URL.canParse(value)) return null;
  const url = new URL(value);
  return url.hostname !== '' && /^\/?\d{0,5}$/.test(url.pathname) && url.search === '' ? url : null;
}

/** What is wrong with `REDIS_URL`, where it cannot be read. */
export const redisUrlProblem = 'must be an address such as redis://:password@host:6379, or rediss:// for TLS';

/** The settings of Redis, null without `REDIS_URL`; or what is wrong with the file of the certificate. */
export function readRedisSettings(
  url: URL | undefined,
  caFile: string | undefined,
  plain: PlainRedisSettings,
  readFile: (path: string) => string,
): { readonly redis: RedisSettings | null; readonly problems: readonly string[] } {
  if (url === undefined) return { redis: null, problems: [] };
  if (caFile === undefined) return { redis: { url, ca: null, ...plain }, problems: [] };
  try {
    return { redis: { url, ca: readFile(caFile), ...plain }, problems: [] };
  } catch {
    return { redis: null, problems: ['REDIS_CA_FILE names a file that cannot be read'] };
  }
}
