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
  // Many suites wait for timers and sockets rather than for a processor: one worker for each is no crowd.
  maxWorkers: '100%',
};
