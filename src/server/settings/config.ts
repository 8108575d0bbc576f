import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { WriteReserve } from '../../model/WriteReserve.js';
import { defaultClosedStatusNames } from '../../resolvers/Mutation/WriteRules.js';
import { type BodyLimits, parseBodyLimits } from './bodyLimits.js';
import { parseByteSize } from './byteSize.js';
import { type EnvironmentVariables, readEnvironment } from './environment.js';
import { missingSettings } from './missingSettings.js';
import { parseOrigins } from './origins.js';
import { headerSafe, readSecretFiles } from './secretFiles.js';
import { bypassesProxy } from './outboundProxy.js';
import {
  parseBoolean,
  parseProxyUrl,
  parseRate,
  parseSecrets,
  parseShare,
  parseTimeZone,
  parseTracesUrl,
} from './parsers.js';
import { parseRedisUrl, readRedisSettings, redisUrlProblem, type RedisSettings } from './redisSettings.js';
import { parseSecureUrl, parseServerUrl } from './serverUrl.js';
import { unknownSettings } from './unknownSettings.js';
import { parseWriteReserve } from './writeReserve.js';
import { commaList, integer, readBy, urlReadBy, wholeNumber } from './zodTypes.js';

/** The CRM server and the tenant this process serves. */
export interface UpstreamAddress {
  readonly baseUrl: URL;
  readonly operation: string;
  readonly token: string;
}

/** How a caller's bearer token is verified. */
export interface JwtSettings {
  readonly jwksUrl: URL;
  readonly issuer: string | null;
  readonly audience: string | null;
}

/** Everything that can be set from outside, read once at the start. Names and defaults: docs/configuration.md. */
export interface Config {
  readonly isProduction: boolean;
  readonly host: string;
  readonly port: number;
  /** The port of the probes alone; null: they are served on `port` only. */
  readonly metricsPort: number | null;
  /** Origins whose pages may call from a browser. */
  readonly corsOrigins: readonly string[];
  /** Null in development with no tenant set: the emulator is started instead. */
  readonly upstream: UpstreamAddress | null;
  /** Null where it is not set: the tenant profile's holds then, or the default. */
  readonly timeZone: string | null;
  /** The file with the tenant's profile; null without one. */
  readonly tenantProfileFile: string | null;
  /** The file that types the tenant's own fields; null: they are `customFields` only. */
  readonly formsManifestFile: string | null;
  readonly concurrency: number;
  readonly requestsPerSecond: number | null;
  readonly attemptTimeoutMs: number;
  readonly operationDeadlineMs: number;
  readonly dailyQuota: number | null;
  readonly writeReserve: WriteReserve;
  readonly writableModules: readonly string[];
  readonly closedStatusNames: readonly string[];
  /** Null as `timeZone`. */
  readonly areActivitiesReadable: boolean | null;
  readonly attachmentFormat: 'base64' | 'anchor';
  /** The label of the custom field that carries the marker of a create; null: the end of the description does. */
  readonly markerField: string | null;
  readonly cacheTtlMs: number;
  readonly cacheStaleMs: number;
  readonly scanLimitCalls: number;
  /** Calls to the CRM that one operation could cost at most; what could cost more is refused before it runs. */
  readonly operationLimitCalls: number;
  readonly dataDir: string;
  /** Where replicas keep what they share; null: one process, with its journal in `dataDir`. */
  readonly redis: RedisSettings | null;
  /** Whether the CRM is looked at once after the start, with a call of its own or by watching those of operations. */
  readonly startupCheck: 'call' | 'watch' | 'off';
  /** Where spans are sent; null: none are made. */
  readonly tracesUrl: URL | null;
  readonly reconcileGraceMs: number;
  /** How often others' changes are looked for, where the share of the quota allows it. */
  readonly liveIntervalMs: number;
  /** The part of the day's calls that looking may spend, from 0 to 1. */
  readonly liveQuotaShare: number;
  /** Open subscriptions at most; 0 turns them off. */
  readonly maxSubscriptions: number;
  readonly routerSecrets: readonly string[];
  readonly jwt: JwtSettings | null;
  readonly maxInFlight: number;
  readonly maxBodyBytes: BodyLimits;
  readonly logLevel: LogLevel;
  /** The proxy toward the CRM; null when it is reached directly. */
  readonly proxyUrl: URL | null;
}

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/**
 * Either the settings and what is strange about them, or every problem with them at once: a line each, naming the setting
 * and repeating no value.
 */
export type ConfigReading =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] };

const text = z.string().optional();

const Environment = z.object({
  NODE_ENV: text,
  HOST: z
    .string()
    .regex(/^[\w.:%-]+$/, 'must be a host name or an address')
    .optional(),
  PORT: integer(4000, 0, 65_535),
  METRICS_PORT: wholeNumber(0, 65_535).optional(),
  CORS_ORIGINS: readBy(
    parseOrigins,
    'must be comma-separated origins such as https://desk.example.com, without a path',
  ).default([]),
  WOLKVOX_BASE_URL: urlReadBy(parseServerUrl).optional(),
  WOLKVOX_OPERATION: z
    .string()
    .regex(/^[^\s\p{Cc}]{1,128}$/u, 'must be the tenant’s name, without spaces')
    .optional(),
  WOLKVOX_TOKEN: headerSafe.optional(),
  WOLKVOX_TOKEN_FILE: text,
  WOLKVOX_TIME_ZONE: readBy(parseTimeZone, 'must be an IANA time zone such as America/Bogota').optional(),
  TENANT_PROFILE: text,
  FORMS_MANIFEST: text,
  WOLKVOX_CONCURRENCY: integer(2, 1, 1_000),
  WOLKVOX_REQUESTS_PER_SECOND: readBy(parseRate, 'must be a number above 0').optional(),
  WOLKVOX_ATTEMPT_TIMEOUT_MS: integer(4_000, 1, 600_000),
  OPERATION_DEADLINE_MS: integer(10_000, 1, 600_000),
  WOLKVOX_DAILY_QUOTA: wholeNumber(1).optional(),
  WOLKVOX_WRITE_RESERVE: readBy(parseWriteReserve, 'must be a percentage such as 10% or a number of calls').default({
    fraction: 0.1,
  }),
  WOLKVOX_WRITABLE_MODULES: commaList(['cases', 'contacts']),
  WOLKVOX_CLOSED_STATUSES: commaList(defaultClosedStatusNames),
  WOLKVOX_ACTIVITIES_READABLE: readBy(parseBoolean, 'must be true or false').optional(),
  WOLKVOX_ATTACHMENT_FORMAT: z.enum(['base64', 'anchor'], 'must be base64 or anchor').default('base64'),
  WOLKVOX_MARKER_FIELD: text,
  CACHE_TTL_MS: integer(5_000, 0),
  CACHE_STALE_MS: integer(600_000, 0),
  SCAN_LIMIT_CALLS: integer(8, 1, 10_000),
  OPERATION_LIMIT_CALLS: integer(500, 1, 1_000_000),
  DATA_DIR: z.string().default('./data'),
  REDIS_URL: readBy(parseRedisUrl, redisUrlProblem).optional(),
  REDIS_URL_FILE: text,
  REDIS_CA_FILE: text,
  REDIS_DURABILITY: z.enum(['verify', 'trust'], 'must be verify or trust').default('verify'),
  REDIS_LOST_CONCURRENCY: integer(0, 0, 1_000),
  REDIS_PAGE_BYTES: readBy(parseByteSize, 'must be a size such as 64mb').default(64 * 1024 ** 2),
  RECONCILE_GRACE_MS: integer(8_000, 0),
  LIVE_INTERVAL_MS: integer(5_000, 100, 86_400_000),
  LIVE_QUOTA_SHARE: readBy(parseShare, 'must be a percentage such as 5%').default(0.05),
  MAX_SUBSCRIPTIONS: integer(1_000, 0, 100_000),
  STARTUP_CHECK: z.enum(['on', 'off'], 'must be on or off').optional(),
  ROUTER_SECRET: readBy(
    parseSecrets,
    'must be one or two secrets of visible ASCII characters, comma-separated',
  ).default([]),
  ROUTER_SECRET_FILE: text,
  JWKS_URL: urlReadBy(parseSecureUrl).optional(),
  JWT_ISSUER: text,
  JWT_AUDIENCE: text,
  MAX_IN_FLIGHT: integer(64, 1, 100_000),
  MAX_BODY_BYTES: readBy(parseBodyLimits, 'must be a size such as 1mb, or two such as 1mb,16mb').default({
    ordinary: 1024 ** 2,
    withAttachments: 16 * 1024 ** 2,
  }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'must be a log level such as info')
    .default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: readBy(parseTracesUrl, 'must be an http or https address').optional(),
  HTTPS_PROXY: readBy(parseProxyUrl, 'must be an http or https address').optional(),
  NO_PROXY: z.string().default(''),
});

/**
 * Reads the settings from environment variables. The only place that knows their names; empty ones count as not set.
 * `readFile` returns a file's text and throws when it cannot be read.
 */
export function readConfig(
  environment?: EnvironmentVariables,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): ConfigReading {
  const { given, problems: fileProblems } = readSecretFiles(readEnvironment(environment), readFile);
  const parsed = Environment.safeParse({
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
    HTTPS_PROXY: given['HTTPS_PROXY'] ?? given['https_proxy'],
    NO_PROXY: given['NO_PROXY'] ?? given['no_proxy'],
  });
  const { redis, problems: redisProblems } = readRedisSettings(
    parsed.data?.REDIS_URL,
    given['REDIS_CA_FILE'],
    {
      durability: parsed.data?.REDIS_DURABILITY ?? 'verify',
      lostConcurrency: parsed.data?.REDIS_LOST_CONCURRENCY ?? 0,
      pageBytes: parsed.data?.REDIS_PAGE_BYTES ?? 0,
    },
    readFile,
  );
  const problems = [
    ...missingSettings(given),
    ...fileProblems,
    ...redisProblems,
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)),
    ...(parsed.data !== undefined && parsed.data.PORT !== 0 && parsed.data.METRICS_PORT === parsed.data.PORT
      ? ['METRICS_PORT must be another port than PORT']
      : []),
  ];
  if (!parsed.success || problems.length > 0) {
    // A required setting may be missing because its name is misspelt.
    return {
      ok: false,
      problems: [...problems, ...unknownSettings(Object.keys(given), Object.keys(Environment.shape))],
    };
  }

  const values = parsed.data;
  const isProduction = values.NODE_ENV === 'production';
  const upstream =
    values.WOLKVOX_BASE_URL && values.WOLKVOX_OPERATION !== undefined && values.WOLKVOX_TOKEN !== undefined
      ? { baseUrl: values.WOLKVOX_BASE_URL, operation: values.WOLKVOX_OPERATION, token: values.WOLKVOX_TOKEN }
      : null;
  return {
    ok: true,
    warnings: unknownSettings(Object.keys(given), Object.keys(Environment.shape)),
    config: {
      isProduction,
      host: values.HOST ?? (isProduction ? '0.0.0.0' : '127.0.0.1'),
      port: values.PORT,
      metricsPort: values.METRICS_PORT ?? null,
      corsOrigins: values.CORS_ORIGINS,
      upstream,
      timeZone: values.WOLKVOX_TIME_ZONE ?? null,
      tenantProfileFile: values.TENANT_PROFILE === undefined ? null : resolve(values.TENANT_PROFILE),
      formsManifestFile: values.FORMS_MANIFEST === undefined ? null : resolve(values.FORMS_MANIFEST),
      concurrency: values.WOLKVOX_CONCURRENCY,
      requestsPerSecond: values.WOLKVOX_REQUESTS_PER_SECOND ?? null,
      attemptTimeoutMs: values.WOLKVOX_ATTEMPT_TIMEOUT_MS,
      operationDeadlineMs: values.OPERATION_DEADLINE_MS,
      dailyQuota: values.WOLKVOX_DAILY_QUOTA ?? null,
      writeReserve: values.WOLKVOX_WRITE_RESERVE,
      writableModules: values.WOLKVOX_WRITABLE_MODULES,
      closedStatusNames: values.WOLKVOX_CLOSED_STATUSES,
      areActivitiesReadable: values.WOLKVOX_ACTIVITIES_READABLE ?? null,
      attachmentFormat: values.WOLKVOX_ATTACHMENT_FORMAT,
      markerField: values.WOLKVOX_MARKER_FIELD ?? null,
      cacheTtlMs: values.CACHE_TTL_MS,
      cacheStaleMs: values.CACHE_STALE_MS,
      scanLimitCalls: values.SCAN_LIMIT_CALLS,
      operationLimitCalls: values.OPERATION_LIMIT_CALLS,
      dataDir: resolve(values.DATA_DIR),
      redis,
      startupCheck: startupCheck(values.STARTUP_CHECK, values.WOLKVOX_DAILY_QUOTA !== undefined),
      tracesUrl: values.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
      reconcileGraceMs: values.RECONCILE_GRACE_MS,
      liveIntervalMs: values.LIVE_INTERVAL_MS,
      liveQuotaShare: values.LIVE_QUOTA_SHARE,
      maxSubscriptions: values.MAX_SUBSCRIPTIONS,
      routerSecrets: values.ROUTER_SECRET,
      jwt: values.JWKS_URL
        ? { jwksUrl: values.JWKS_URL, issuer: values.JWT_ISSUER ?? null, audience: values.JWT_AUDIENCE ?? null }
        : null,
      maxInFlight: values.MAX_IN_FLIGHT,
      maxBodyBytes: values.MAX_BODY_BYTES,
      logLevel: values.LOG_LEVEL,
      proxyUrl:
        values.HTTPS_PROXY && upstream && !bypassesProxy(upstream.baseUrl, values.NO_PROXY) ? values.HTTPS_PROXY : null,
    },
  };
}

/** Whoever sets the day's quota counts calls exactly: then none is made that nobody asked for, unless it is wished for. */
function startupCheck(setting: 'on' | 'off' | undefined, isQuotaSet: boolean): Config['startupCheck'] {
  if (setting === 'off') return 'off';
  return setting === 'on' || !isQuotaSet ? 'call' : 'watch';
}
