import { defineConfig } from 'vitest/config'

/** The tests of the tarballs. They take minutes and the registry: `*.spec.ts`, which the tests of every day leave out. */
export default defineConfig({
  test: {
    include: ['test/packages/*.spec.ts'],
    globalSetup: './test/packages/workshop.ts',
    reporters: ['verbose', './test/support/summary-reporter.ts'],
    maxWorkers: 2,
    hookTimeout: 180_000,
    testTimeout: 120_000,
  },
})
