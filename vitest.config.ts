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
    testTimeout: 20_000,
  },
})
