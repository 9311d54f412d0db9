/** Tests mirror lib/. Slow suites (whole workflows, a real browser, a synthesised assembly) live under test/e2e. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/esbuild-transform.js' },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.countersign'],
  testTimeout: 60_000,
  maxWorkers: 2,
  // Modules of whole workflows stay in a worker; a new one is cheaper than a machine that swaps.
  workerIdleMemoryLimit: '2GB',
};
