import { existsSync } from 'node:fs';

// Two gateways are far larger than everything else: they come with the examples, when something needs them.
const areGatewaysInstalled = existsSync(new URL('examples/node_modules/@apollo/gateway', import.meta.url));
if (!areGatewaysInstalled && process.env['REQUIRE_PROGRAMS'] === '1') throw new Error('the gateways are not installed');
if (!areGatewaysInstalled)
  console.warn(
    'The tests behind real gateways are left out: `npm run test:gateways` installs the gateways and runs them.',
  );

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/packages/wolkvox-emulator/test'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // Its source and not what was last built of it.
    '^wolkvox-emulator$': '<rootDir>/packages/wolkvox-emulator/src/index.ts',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  // A busy machine is no failure: how fast something is, is for the benches. This is for what would never end.
  testTimeout: 120_000,
  testMatch: ['**/*.test.ts'],
  testSequencer: '<rootDir>/test/support/slowestFirst.mjs',
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(areGatewaysInstalled ? [] : ['/test/federation/gateway\\.test\\.ts$']),
  ],
  // Many suites wait for timers and sockets rather than for a processor: one worker for each is no crowd.
  maxWorkers: '100%',
};
