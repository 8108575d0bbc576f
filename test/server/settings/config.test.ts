import { describe, expect, test } from '@jest/globals';
import { type Config, readConfig } from '../../../src/server/settings/config.js';

const tenant = {
  WOLKVOX_BASE_URL: 'https://crm0001.example.com',
  WOLKVOX_OPERATION: 'demo',
  WOLKVOX_TOKEN: 'A8K3J7F2',
};
const production = {
  ...tenant,
  NODE_ENV: 'production',
  DATA_DIR: '/var/lib/subgraph',
  ROUTER_SECRET: 'a-secret-of-the-router',
};

const noFile = (): string => {
  throw new Error('ENOENT');
};

function read(environment: Record<string, string>, readFile: (path: string) => string = noFile): Config {
  const reading = readConfig(environment, readFile);
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.config;
}

function problems(environment: Record<string, string>, readFile: (path: string) => string = noFile): readonly string[] {
  const reading = readConfig(environment, readFile);
  return reading.ok ? [] : reading.problems;
}

function without(name: string, environment: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([key]) => key !== name));
}

test('production is production however it is written', () => {
  expect(read({ ...production, NODE_ENV: 'Production' })).toMatchObject({ isProduction: true, host: '0.0.0.0' });
  expect(problems({ ...tenant, NODE_ENV: 'PRODUCTION' })).toEqual([
    expect.stringContaining('ROUTER_SECRET or JWKS_URL'),
    expect.stringContaining('DATA_DIR or REDIS_URL'),
  ]);
});

describe('with nothing set', () => {
  test('everything has its default, and no tenant means the emulator', () => {
    expect(read({})).toEqual({
      isProduction: false,
      host: '127.0.0.1',
      port: 4000,
      metricsPort: null,
      corsOrigins: [],
      upstream: null,
      timeZone: null,
      tenantProfileFile: null,
      formsManifestFile: null,
      concurrency: 2,
      requestsPerSecond: null,
      attemptTimeoutMs: 4_000,
      operationDeadlineMs: 10_000,
      dailyQuota: null,
      writeReserve: { fraction: 0.1 },
      writableModules: ['cases', 'contacts'],
      closedStatusNames: ['closed', 'cerrado', 'cerrada'],
      areActivitiesReadable: null,
      attachmentFormat: 'base64',
      markerField: null,
      cacheTtlMs: 5_000,
      cacheStaleMs: 600_000,
      scanLimitCalls: 8,
      operationLimitCalls: 500,
      dataDir: `${process.cwd()}/data`,
      redis: null,
      startupCheck: 'call',
      tracesUrl: null,
      reconcileGraceMs: 8_000,
      routerSecrets: [],
      jwt: null,
      maxInFlight: 64,
      maxBodyBytes: { ordinary: 1024 ** 2, withAttachments: 16 * 1024 ** 2 },
      liveIntervalMs: 5_000,
      liveQuotaShare: 0.05,
      maxSubscriptions: 1_000,
      logLevel: 'info',
      proxyUrl: null,
    });
  });

  test('an empty setting counts as not set', () => {
    expect(read({ WOLKVOX_TOKEN: '', WOLKVOX_BASE_URL: '  ', PORT: '' })).toEqual(read({}));
  });

  test('settings that say nothing of the tenant leave the emulator in place', () => {
    expect(read({ WOLKVOX_CONCURRENCY: '8' })).toMatchObject({ upstream: null, concurrency: 8 });
  });
});

describe('the tenant', () => {
  test('is taken whole', () => {
    const { upstream } = read(tenant);
    expect(upstream).toEqual({
      baseUrl: new URL('https://crm0001.example.com'),
      operation: 'demo',
      token: 'A8K3J7F2',
    });
  });

  test.each([
    ['WOLKVOX_BASE_URL', 'WOLKVOX_BASE_URL is missing, while other settings of the tenant are there'],
    ['WOLKVOX_OPERATION', 'WOLKVOX_OPERATION is missing, while other settings of the tenant are there'],
    ['WOLKVOX_TOKEN', 'WOLKVOX_TOKEN or WOLKVOX_TOKEN_FILE is missing, while other settings of the tenant are there'],
  ])('without %s is refused, in development too', (name, problem) => {
    expect(problems(without(name, tenant))).toEqual([problem]);
  });

  test('may keep its token in a file, whose outer white space does not count', () => {
    const rest = without('WOLKVOX_TOKEN', tenant);
    const seen: string[] = [];
    const config = read({ ...rest, WOLKVOX_TOKEN_FILE: '/run/secrets/token' }, (path) => {
      seen.push(path);
      return ' A8K3J7F2\n';
    });
    expect(config.upstream?.token).toBe('A8K3J7F2');
    expect(seen).toEqual(['/run/secrets/token']);
  });

  test('is refused when its token file cannot be read, is empty or holds several words', () => {
    const rest = without('WOLKVOX_TOKEN', tenant);
    const withFile = { ...rest, WOLKVOX_TOKEN_FILE: '/run/secrets/token' };
    expect(problems(withFile)).toEqual(['WOLKVOX_TOKEN_FILE names a file that cannot be read']);
    for (const content of ['', '\n', 'two words', 'café']) {
      expect(problems(withFile, () => content)).toEqual([
        'WOLKVOX_TOKEN_FILE must hold one word of visible ASCII characters',
      ]);
    }
  });

  test('is refused when it has a token and a token file', () => {
    expect(problems({ ...tenant, WOLKVOX_TOKEN_FILE: '/x' }, () => 'other')).toEqual([
      'WOLKVOX_TOKEN and WOLKVOX_TOKEN_FILE are both there: set one of them',
    ]);
  });

  test('takes the router’s secrets from a file as well', () => {
    const config = read({ ...tenant, ROUTER_SECRET_FILE: '/run/secrets/router' }, () => 'new-secret,old-secret\n');
    expect(config.routerSecrets).toEqual(['new-secret', 'old-secret']);
    const production = { ...tenant, NODE_ENV: 'production', DATA_DIR: '/data', ROUTER_SECRET_FILE: '/missing' };
    const unreadable = () => {
      throw new Error('there is no such file');
    };
    expect(problems(production, unreadable)).toEqual(['ROUTER_SECRET_FILE names a file that cannot be read']);
    expect(problems(production, () => 'short')).toEqual([
      'ROUTER_SECRET must have at least 16 characters in production',
    ]);
  });

  test.each([
    ['http://crm0001.example.com', 'must begin with https://; plain http is for this machine only'],
    ['https://https://crm0001.example.com', 'has a doubled scheme: write https:// once'],
    ['crm0001.example.com', 'must begin with https://'],
    ['ftp://crm0001.example.com', 'must begin with https://'],
    ['https://', 'is not an address'],
    ['https://user:secret-word@crm0001.example.com', 'must not carry a user name or a password'],
    [
      'https://crm0001.example.com/server/API/v2',
      'must be the server only, such as https://crm0001.example.com, without a path or a query',
    ],
    [
      'https://crm0001.example.com/?operation=demo',
      'must be the server only, such as https://crm0001.example.com, without a path or a query',
    ],
  ])('is refused at %s, without repeating it', (url, problem) => {
    expect(problems({ ...tenant, WOLKVOX_BASE_URL: url })).toEqual([`WOLKVOX_BASE_URL ${problem}`]);
  });

  test.each(['http://127.0.0.1:4010', 'http://localhost:4010/', 'http://[::1]:4010', 'https://crm.example.com:8443'])(
    'may be at %s',
    (url) => {
      expect(read({ ...tenant, WOLKVOX_BASE_URL: url }).upstream?.baseUrl).toEqual(new URL(url));
    },
  );
});

describe('a name that begins like a setting and is none', () => {
  const warnings = (environment: Record<string, string>): readonly string[] => {
    const reading = readConfig(environment, noFile);
    return reading.ok ? reading.warnings : [];
  };

  test.each([
    ['WOLKVOX_TIMEZONE', 'WOLKVOX_TIME_ZONE'],
    ['WOLKVOX_URL', 'WOLKVOX_BASE_URL'],
    ['WOLKVOX_CONCURENCY', 'WOLKVOX_CONCURRENCY'],
    ['wolkvox_token', 'WOLKVOX_TOKEN'],
    ['WOLKVOX_ATTEMPT_TIMEOUT', 'WOLKVOX_ATTEMPT_TIMEOUT_MS'],
  ])('%s is told of, with the likely one: %s', (name, likely) => {
    for (const environment of [tenant, production]) {
      expect(warnings({ ...environment, [name]: 'canary' })).toEqual([
        `${name} is not a setting: did you mean ${likely}?`,
      ]);
    }
  });

  test('is told of without a guess where none is near', () => {
    expect(warnings({ ...tenant, WOLKVOX_FAVOURITE_COLOUR: 'blue' })).toEqual([
      'WOLKVOX_FAVOURITE_COLOUR is not a setting',
    ]);
  });

  test('is told of with what is missing because of it', () => {
    expect(problems({ ...without('WOLKVOX_OPERATION', tenant), WOLKVOX_OPERACION: 'demo' })).toEqual([
      'WOLKVOX_OPERATION is missing, while other settings of the tenant are there',
      'WOLKVOX_OPERACION is not a setting: did you mean WOLKVOX_OPERATION?',
    ]);
  });

  test('may come from Kubernetes, which knows nothing of settings', () => {
    const links = {
      WOLKVOX_CRM_SUBGRAPH_SERVICE_HOST: '10.0.0.1',
      WOLKVOX_CRM_SUBGRAPH_SERVICE_PORT: '4000',
      WOLKVOX_CRM_SUBGRAPH_SERVICE_PORT_HTTP: '4000',
      WOLKVOX_CRM_SUBGRAPH_PORT: 'tcp://10.0.0.1:4000',
      WOLKVOX_CRM_SUBGRAPH_PORT_4000_TCP: 'tcp://10.0.0.1:4000',
      WOLKVOX_CRM_SUBGRAPH_PORT_4000_TCP_ADDR: '10.0.0.1',
    };
    expect(warnings({ ...production, ...links })).toEqual([]);
  });
});

describe('REDIS_URL', () => {
  test('comes with the authority of its certificate and how far the server is trusted', () => {
    const given = { ...tenant, REDIS_URL: 'rediss://user:pa%20ss@redis.example.com:6380/2', REDIS_CA_FILE: '/ca.pem' };
    const redis = read({ ...given, REDIS_DURABILITY: 'trust' }, () => 'PEM').redis;
    expect(redis).toEqual({
      url: new URL(given.REDIS_URL),
      ca: 'PEM',
      durability: 'trust',
      lostConcurrency: 0,
      pageBytes: 64 * 1024 ** 2,
    });
    expect(read({ ...tenant, REDIS_URL: 'redis://localhost' }).redis).toMatchObject({ ca: null, durability: 'verify' });
    expect(read({ ...given, REDIS_LOST_CONCURRENCY: '1', REDIS_PAGE_BYTES: '1mb' }, () => 'PEM').redis).toMatchObject({
      lostConcurrency: 1,
      pageBytes: 1024 ** 2,
    });
  });

  test('is refused with a certificate that cannot be read', () => {
    const given = { ...tenant, REDIS_URL: 'rediss://redis.example.com', REDIS_CA_FILE: '/missing' };
    const unreadable = (): string => {
      throw new Error('ENOENT');
    };
    expect(problems(given, unreadable)).toEqual(['REDIS_CA_FILE names a file that cannot be read']);
  });
});

describe('in production', () => {
  test('everything that is missing is told at once', () => {
    expect(problems({ NODE_ENV: 'production' })).toEqual([
      'WOLKVOX_BASE_URL is required in production',
      'WOLKVOX_OPERATION is required in production',
      'WOLKVOX_TOKEN or WOLKVOX_TOKEN_FILE is required in production',
      'ROUTER_SECRET or JWKS_URL is required in production: without one anybody could read the CRM',
      'DATA_DIR or REDIS_URL is required in production: a container’s own folder forgets idempotency keys',
    ]);
  });

  test('what is missing and what is malformed are told together, and no value is repeated', () => {
    const told = problems({
      NODE_ENV: 'production',
      WOLKVOX_BASE_URL: 'https://canary:canary@crm.example.com',
      WOLKVOX_TOKEN: 'canary one',
      PORT: 'canary',
      ROUTER_SECRET: 'canary,canary2,canary3',
    });
    expect(told.map((line) => line.split(' ', 1)[0]).sort()).toEqual([
      'DATA_DIR',
      'PORT',
      'ROUTER_SECRET',
      'WOLKVOX_BASE_URL',
      'WOLKVOX_OPERATION',
      'WOLKVOX_TOKEN',
    ]);
    expect(told.join()).not.toContain('canary');
  });

  test('it listens on every address unless told otherwise', () => {
    expect(read(production).host).toBe('0.0.0.0');
    expect(read({ ...production, HOST: '10.1.2.3' }).host).toBe('10.1.2.3');
  });

  test('a key set is as good as a secret', () => {
    const rest = without('ROUTER_SECRET', production);
    const jwt = { JWKS_URL: 'https://id.example.com/keys', JWT_ISSUER: 'https://id.example.com', JWT_AUDIENCE: 'crm' };
    expect(read({ ...rest, ...jwt }).jwt).toEqual({
      jwksUrl: new URL('https://id.example.com/keys'),
      issuer: 'https://id.example.com',
      audience: 'crm',
    });
  });

  test('tokens have to be meant for this service', () => {
    const jwt = { JWKS_URL: 'https://id.example.com/keys' };
    expect(problems({ ...production, ...jwt })).toEqual([expect.stringMatching(/^JWT_AUDIENCE is required/)]);
    expect(problems({ ...tenant, ...jwt })).toEqual([]);
  });

  test.each(['fifteen-letters', 'a-secret-of-the-router,short'])('%s is no secret', (secret) => {
    const told = problems({ ...production, ROUTER_SECRET: secret });
    expect(told).toEqual([expect.stringMatching(/^ROUTER_SECRET must have at least 16 characters/)]);
    expect(problems({ ...tenant, ROUTER_SECRET: secret })).toEqual([]);
  });

  test('state has to have a place that outlives the container', () => {
    expect(problems(without('DATA_DIR', production))).toEqual([expect.stringContaining('DATA_DIR or REDIS_URL')]);
  });
});

describe('a setting', () => {
  const goodValues: readonly (readonly [string, string, Partial<Config>])[] = [
    ['PORT', '0', { port: 0 }],
    ['PORT', ' 8080 ', { port: 8080 }],
    ['METRICS_PORT', '9464', { metricsPort: 9464 }],
    ['STARTUP_CHECK', 'off', { startupCheck: 'off' }],
    ['WOLKVOX_DAILY_QUOTA', '4800', { dailyQuota: 4_800, startupCheck: 'watch' }],
    [
      'CORS_ORIGINS',
      'https://a.example.com, http://b:8080/',
      { corsOrigins: ['https://a.example.com', 'http://b:8080'] },
    ],
    ['WOLKVOX_TIME_ZONE', 'America/Mexico_City', { timeZone: 'America/Mexico_City' }],
    ['WOLKVOX_CONCURRENCY', '50', { concurrency: 50 }],
    ['WOLKVOX_REQUESTS_PER_SECOND', '0.5', { requestsPerSecond: 0.5 }],
    ['WOLKVOX_ATTEMPT_TIMEOUT_MS', '1500', { attemptTimeoutMs: 1500 }],
    ['OPERATION_DEADLINE_MS', '2000', { operationDeadlineMs: 2000 }],
    ['WOLKVOX_DAILY_QUOTA', '30', { dailyQuota: 30 }],
    ['WOLKVOX_WRITE_RESERVE', '25 %', { writeReserve: { fraction: 0.25 } }],
    ['WOLKVOX_WRITE_RESERVE', '120', { writeReserve: { calls: 120 } }],
    ['WOLKVOX_WRITE_RESERVE', '0', { writeReserve: { calls: 0 } }],
    [
      'WOLKVOX_WRITABLE_MODULES',
      'cases, wolkvox_activities,cases,',
      { writableModules: ['cases', 'wolkvox_activities'] },
    ],
    ['WOLKVOX_CLOSED_STATUSES', 'Resuelto', { closedStatusNames: ['Resuelto'] }],
    ['WOLKVOX_ACTIVITIES_READABLE', 'FALSE', { areActivitiesReadable: false }],
    ['WOLKVOX_ATTACHMENT_FORMAT', 'anchor', { attachmentFormat: 'anchor' }],
    ['WOLKVOX_MARKER_FIELD', 'Referencia ', { markerField: 'Referencia ' }],
    ['CACHE_TTL_MS', '0', { cacheTtlMs: 0 }],
    ['CACHE_STALE_MS', '1000', { cacheStaleMs: 1000 }],
    ['SCAN_LIMIT_CALLS', '3', { scanLimitCalls: 3 }],
    ['DATA_DIR', '/var/lib/subgraph', { dataDir: '/var/lib/subgraph' }],
    ['OPERATION_LIMIT_CALLS', '50', { operationLimitCalls: 50 }],
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'http://localhost:4318/',
      { tracesUrl: new URL('http://localhost:4318/v1/traces') },
    ],
    ['RECONCILE_GRACE_MS', '0', { reconcileGraceMs: 0 }],
    ['ROUTER_SECRET', 'old-secret, new-secret', { routerSecrets: ['old-secret', 'new-secret'] }],
    ['MAX_IN_FLIGHT', '5', { maxInFlight: 5 }],
    ['MAX_BODY_BYTES', '64kb', { maxBodyBytes: { ordinary: 65_536, withAttachments: 16 * 1024 ** 2 } }],
    ['MAX_BODY_BYTES', '32MB', { maxBodyBytes: { ordinary: 32 * 1024 ** 2, withAttachments: 32 * 1024 ** 2 } }],
    ['MAX_BODY_BYTES', '1000, 1.5kb', { maxBodyBytes: { ordinary: 1000, withAttachments: 1536 } }],
    ['LOG_LEVEL', 'debug', { logLevel: 'debug' }],
  ];
  test.each(goodValues)('%s takes "%s"', (name, value, expected) => {
    expect(read({ [name]: value })).toMatchObject(expected);
  });

  test.each([
    ['HOST', 'a b'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '4000.5'],
    ['WOLKVOX_TIME_ZONE', 'Bogota'],
    ['WOLKVOX_CONCURRENCY', '0'],
    ['WOLKVOX_REQUESTS_PER_SECOND', '0'],
    ['WOLKVOX_REQUESTS_PER_SECOND', 'many'],
    ['WOLKVOX_ATTEMPT_TIMEOUT_MS', '4s'],
    ['OPERATION_DEADLINE_MS', '0'],
    ['WOLKVOX_DAILY_QUOTA', '0'],
    ['WOLKVOX_WRITE_RESERVE', '101%'],
    ['WOLKVOX_WRITE_RESERVE', 'ten'],
    ['WOLKVOX_WRITABLE_MODULES', ','],
    ['WOLKVOX_CLOSED_STATUSES', ',,'],
    ['WOLKVOX_ACTIVITIES_READABLE', 'perhaps'],
    ['WOLKVOX_ATTACHMENT_FORMAT', 'zip'],
    ['CACHE_TTL_MS', '-5'],
    ['CACHE_STALE_MS', '1e3'],
    ['SCAN_LIMIT_CALLS', '0'],
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'http://localhost:6379'],
    ['REDIS_URL', 'redis://localhost:6379/name'],
    ['REDIS_DURABILITY', 'perhaps'],
    ['OPERATION_LIMIT_CALLS', '0'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
    ['RECONCILE_GRACE_MS', ''.padEnd(20, '9')],
    ['ROUTER_SECRET', 'one,two,three'],
    ['ROUTER_SECRET', 'two words'],
    ['JWKS_URL', 'http://id.example.com/keys'],
    ['MAX_IN_FLIGHT', '0'],
    ['MAX_BODY_BYTES', '1tb'],
    ['MAX_BODY_BYTES', '2mb,1mb'],
    ['MAX_BODY_BYTES', '1mb,2mb,3mb'],
    ['LOG_LEVEL', 'loud'],
    ['HTTPS_PROXY', 'socks5://proxy.example.com'],
  ])('%s refuses "%s" in one line that names it', (name, value) => {
    const told = problems({ [name]: value });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(new RegExp(`^${name} `));
  });

  test('for the metrics names another port than that of the server, unless both are free ones', () => {
    expect(problems({ METRICS_PORT: '4000' })).toEqual(['METRICS_PORT must be another port than PORT']);
    expect(problems({ PORT: '4001', METRICS_PORT: '4001' })).toEqual(['METRICS_PORT must be another port than PORT']);
    expect(read({ PORT: '0', METRICS_PORT: '0' })).toMatchObject({ port: 0, metricsPort: 0 });
  });

  test('of the caller’s tokens is refused without the key set that they need', () => {
    expect(problems({ JWT_AUDIENCE: 'crm' })).toEqual([
      'JWKS_URL is missing, while JWT_ISSUER or JWT_AUDIENCE is there',
    ]);
  });
});

describe('the outbound proxy', () => {
  test('is used toward the tenant', () => {
    expect(read({ ...tenant, HTTPS_PROXY: 'http://proxy.example.com:3128' }).proxyUrl).toEqual(
      new URL('http://proxy.example.com:3128'),
    );
    expect(read({ ...tenant, https_proxy: 'proxy.example.com:3128' }).proxyUrl).toEqual(
      new URL('http://proxy.example.com:3128'),
    );
  });

  test('is not used toward this machine or toward hosts that go around it', () => {
    const HTTPS_PROXY = 'http://proxy.example.com:3128';
    expect(read({ ...tenant, HTTPS_PROXY, WOLKVOX_BASE_URL: 'http://127.0.0.1:4010' }).proxyUrl).toBeNull();
    for (const NO_PROXY of ['*', 'example.com', '.example.com', 'other.org, CRM0001.example.com']) {
      expect(read({ ...tenant, HTTPS_PROXY, NO_PROXY }).proxyUrl).toBeNull();
    }
    expect(read({ ...tenant, HTTPS_PROXY, NO_PROXY: 'ample.com' }).proxyUrl).not.toBeNull();
  });
});
