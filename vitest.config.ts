import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { builtPackages } from './test/support/built-packages.ts'

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    reporters: ['default', './test/support/summary-reporter.ts'],
    server: { deps: { external: [builtPackages] } },
    coverage: {
      include: ['packages/{core,express,fastify}/dist/**/*.js'],
      reporter: 'text',
      // A branch that no test can reach is a branch to delete.
      thresholds: { 100: true },
    },
    // With two processors, the default would be one worker.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 20_000,
  },
})
