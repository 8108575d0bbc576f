import { describe, expect, test } from '@jest/globals';
import { ConfigError, readConfig } from '../src/config.js';

describe('the emulator’s environment', () => {
  test('has defaults for everything', () => {
    expect(readConfig({})).toEqual({ port: 4010, host: '127.0.0.1', settings: {} });
  });

  test('is read', () => {
    expect(
      readConfig({
        EMULATOR_PORT: '0',
        EMULATOR_HOST: '0.0.0.0',
        EMULATOR_OPERATION: 'acme',
        EMULATOR_TOKEN: 'A8K3J7F2',
        EMULATOR_TIME_ZONE: 'America/Lima',
        EMULATOR_SEED: '7',
        EMULATOR_CONCURRENCY: '64',
        EMULATOR_DAILY_QUOTA: '100',
        EMULATOR_LATENCY_MS: '5',
        EMULATOR_DATASET: 'samples',
        EMULATOR_DUPLICATE_CONTACTS: '3',
        EMULATOR_SETTINGS: '{"maxDepth":400,"matching":"partial","latencyMs":9}',
      }),
    ).toEqual({
      port: 0,
      host: '0.0.0.0',
      operation: 'acme',
      token: 'A8K3J7F2',
      timeZone: 'America/Lima',
      seed: 7,
      dataset: 'samples',
      duplicateContacts: 3,
      settings: { maxDepth: 400, matching: 'partial', maxConcurrency: 64, dailyQuota: 100, latencyMs: 5 },
    });
  });

  test.each([
    { EMULATOR_PORT: 'x' },
    { EMULATOR_PORT: '70000' },
    { EMULATOR_SEED: '-1' },
    { EMULATOR_TIME_ZONE: 'Mars/Base' },
    { EMULATOR_DATASET: 'big' },
    { EMULATOR_DUPLICATE_CONTACTS: '-1' },
    { EMULATOR_SETTINGS: 'partial' },
    { EMULATOR_SETTINGS: '[]' },
    { EMULATOR_SETTINGS: '{"speed":1}' },
  ])('names what is wrong in %j', (environment) => {
    expect(() => readConfig(environment)).toThrow(ConfigError);
    expect(() => readConfig(environment)).toThrow(Object.keys(environment)[0] ?? '');
  });
});
