import { splitList } from './splitList.js';

/** Shorter secrets can be found by trying. */
const leastSecretLength = 16;

/** What has to be set and is not: in production always, in development once a part of the tenant's three is there. */
export function missingSettings(given: Readonly<Record<string, string | undefined>>): string[] {
  const isProduction = given['NODE_ENV'] === 'production';
  const tenant = [
    { isSet: 'WOLKVOX_BASE_URL' in given, name: 'WOLKVOX_BASE_URL' },
    { isSet: 'WOLKVOX_OPERATION' in given, name: 'WOLKVOX_OPERATION' },
    { isSet: 'WOLKVOX_TOKEN' in given, name: 'WOLKVOX_TOKEN or WOLKVOX_TOKEN_FILE' },
  ];
  const missing = isProduction || tenant.some(({ isSet }) => isSet) ? tenant.filter(({ isSet }) => !isSet) : [];
  const why = isProduction ? 'is required in production' : 'is missing, while other settings of the tenant are there';
  return [
    ...missing.map(({ name }) => `${name} ${why}`),
    ...(isProduction && !('ROUTER_SECRET' in given) && !('JWKS_URL' in given)
      ? ['ROUTER_SECRET or JWKS_URL is required in production: without one anybody could read the CRM']
      : []),
    ...(isProduction ? unsafeInProduction(given) : []),
    ...(!('JWKS_URL' in given) && ('JWT_ISSUER' in given || 'JWT_AUDIENCE' in given)
      ? ['JWKS_URL is missing, while JWT_ISSUER or JWT_AUDIENCE is there']
      : []),
  ];
}

/** Settings that serve on one's own machine and would be a danger in production. */
function unsafeInProduction(given: Readonly<Record<string, string | undefined>>): string[] {
  const secrets = splitList(given['ROUTER_SECRET'] ?? '');
  return [
    ...('DATA_DIR' in given || 'REDIS_URL' in given
      ? []
      : ['DATA_DIR or REDIS_URL is required in production: a container’s own folder forgets idempotency keys']),
    ...('JWKS_URL' in given && !('JWT_AUDIENCE' in given)
      ? ['JWT_AUDIENCE is required in production with JWKS_URL: without it tokens meant for other services are taken']
      : []),
    // More than two are told of as malformed.
    ...(secrets.length <= 2 && secrets.some((secret) => secret.length < leastSecretLength)
      ? [`ROUTER_SECRET must have at least ${leastSecretLength} characters in production`]
      : []),
  ];
}
