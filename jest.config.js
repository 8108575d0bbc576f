import { existsSync } from 'node:fs';

// What is large comes with the examples, when something needs it.
const suites = [
  {
    needs: 'examples/node_modules/@apollo/gateway',
    pattern: '/test/(?:federation/gateway|desk/supergraph)\\.test\\.ts$',
    hint: 'The tests behind real gateways are left out: `npm run test:gateways` installs the gateways and runs them.',
  },
  {
    needs: 'examples/relay/generated',
    pattern: '/test/desk/',
    hint: 'The tests of the desk are left out: `npm run test:desk` installs what it needs and runs them.',
  },
];
const leftOut = suites.filter(({ needs }) => !existsSync(new URL(needs, import.meta.url)));
if (leftOut.length > 0 && process.env['REQUIRE_PROGRAMS'] === '1') {
  throw new Error(`not installed: ${leftOut.map(({ needs }) => needs).join(', ')}`);
}
for (const { hint } of leftOut) console.warn(hint);

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
  testPathIgnorePatterns: ['/node_modules/', ...leftOut.map(({ pattern }) => pattern)],
  // Many suites wait for timers and sockets rather than for a processor: one worker for each is no crowd.
  maxWorkers: '100%',
};
