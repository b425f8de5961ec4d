import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.e2e.ts'],
    reporters: ['default', '../support/summary-reporter.ts'],
    maxWorkers: 2,
    bail: 10,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
