import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type EnvironmentVariables, readEnvironment } from './environment.js';
import { parseRedisUrl, readRedisSettings, redisUrlProblem, type RedisSettings } from './redisSettings.js';
import { headerSafe, readSecretFiles } from './secretFiles.js';
import { parseServerUrl } from './serverUrl.js';

/** What a program needs that opens the write journal without serving it. */
export interface JournalSettings {
  /** The tenant's name in the CRM. */
  readonly operation: string;
  readonly token: string;
  /** The folder of the embedded journal. */
  readonly folder: string;
  /** Where the journal is kept instead, with the CRM's address, which names the tenant there; null without `REDIS_URL`. */
  readonly shared: { readonly redis: RedisSettings; readonly baseUrl: URL } | null;
  /** How long after an attempt its effect may still appear. */
  readonly graceMs: number;
}

/** The server's defaults. */
const defaults = { dataDir: './data', graceMs: 8000 } as const;

/** Reads the same variables as the server, only those that the journal needs. Else what is wrong with them, a line each. */
export function readJournalSettings(
  environment?: EnvironmentVariables,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): JournalSettings | { readonly problems: readonly string[] } {
  const { given, problems: fileProblems } = readSecretFiles(readEnvironment(environment), readFile);
  const token = given['WOLKVOX_TOKEN'];
  const operation = given['WOLKVOX_OPERATION'];
  const grace = given['RECONCILE_GRACE_MS'] ?? String(defaults.graceMs);
  const redisUrl = given['REDIS_URL'] === undefined ? undefined : parseRedisUrl(given['REDIS_URL']);
  const durability = given['REDIS_DURABILITY'] === 'trust' ? 'trust' : 'verify';
  const { redis, problems: redisProblems } = readRedisSettings(
    redisUrl ?? undefined,
    given['REDIS_CA_FILE'],
    { durability, lostConcurrency: 0, pageBytes: 0 },
    readFile,
  );
  const server = given['WOLKVOX_BASE_URL'] === undefined ? null : parseServerUrl(given['WOLKVOX_BASE_URL']);
  const baseUrl = server !== null && 'url' in server ? server.url : null;
  const problems = [
    ...fileProblems,
    ...redisProblems,
    ...(redisUrl === null ? [`REDIS_URL ${redisUrlProblem}`] : []),
    ...(redis !== null && baseUrl === null
      ? ['WOLKVOX_BASE_URL is missing or malformed: it names the journal in Redis']
      : []),
    ...(operation === undefined ? ['WOLKVOX_OPERATION is missing'] : []),
    ...(token === undefined ? ['WOLKVOX_TOKEN or WOLKVOX_TOKEN_FILE is missing'] : []),
    ...(token !== undefined && token !== '' && !headerSafe.safeParse(token).success
      ? ['WOLKVOX_TOKEN is malformed']
      : []),
    ...(/^\d{1,9}$/.test(grace) ? [] : ['RECONCILE_GRACE_MS must be a whole number']),
  ];
  if (problems.length > 0 || operation === undefined || token === undefined) return { problems };
  return {
    operation,
    token,
    folder: join(resolve(given['DATA_DIR'] ?? defaults.dataDir), 'journal'),
    shared: redis !== null && baseUrl !== null ? { redis, baseUrl } : null,
    graceMs: Number(grace),
  };
}
