/** What has to be set and is not: in production always, in development once a part of the tenant's three is there. */
export function missingSettings(given: Readonly<Record<string, string | undefined>>): string[] {
  const isProduction = given['NODE_ENV'] === 'production';
  const tenant = [
    { isSet: 'WOLKVOX_BASE_URL' in given, name: 'WOLKVOX_BASE_URL' },
    { isSet: 'WOLKVOX_OPERATION' in given, name: 'WOLKVOX_OPERATION' },
    { isSet: 'WOLKVOX_TOKEN' in given || 'WOLKVOX_TOKEN_FILE' in given, name: 'WOLKVOX_TOKEN or WOLKVOX_TOKEN_FILE' },
  ];
  const missing = isProduction || tenant.some(({ isSet }) => isSet) ? tenant.filter(({ isSet }) => !isSet) : [];
  const why = isProduction ? 'is required in production' : 'is missing, while other settings of the tenant are there';
  return [
    ...missing.map(({ name }) => `${name} ${why}`),
    ...(isProduction && !('ROUTER_SECRET' in given) && !('JWKS_URL' in given)
      ? ['ROUTER_SECRET or JWKS_URL is required in production: without one anybody could read the CRM']
      : []),
    ...(!('JWKS_URL' in given) && ('JWT_ISSUER' in given || 'JWT_AUDIENCE' in given)
      ? ['JWKS_URL is missing, while JWT_ISSUER or JWT_AUDIENCE is there']
      : []),
  ];
}
