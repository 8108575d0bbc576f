import { expect, test } from '@jest/globals';
import { readConfig } from '../../../src/server/settings/config.js';
import { isOpenToAnybody } from '../../../src/server/access/isOpenToAnybody.js';

const tenant = {
  WOLKVOX_BASE_URL: 'https://crm0001.example.com',
  WOLKVOX_OPERATION: 'demo',
  WOLKVOX_TOKEN: 'A8K3J7F2',
};

test.each<[boolean, Record<string, string>]>([
  [true, { ...tenant, HOST: '0.0.0.0' }],
  [true, { ...tenant, HOST: '::' }],
  [true, { ...tenant, HOST: 'crm.example.com' }],
  [false, tenant],
  [false, { ...tenant, HOST: 'localhost' }],
  [false, { ...tenant, HOST: '::1' }],
  [false, { ...tenant, HOST: '0.0.0.0', ROUTER_SECRET: 'one' }],
  [false, { ...tenant, HOST: '0.0.0.0', JWKS_URL: 'https://id.example.com/keys' }],
  [false, { HOST: '0.0.0.0' }],
])('a tenant is open to anybody: %s with %o', (isOpen, environment) => {
  const reading = readConfig(environment);
  expect(reading.ok && isOpenToAnybody(reading.config)).toBe(isOpen);
});
