import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.redis.ts'],
    globalSetup: './support/check-server.ts',
    reporters: ['verbose', '../support/summary-reporter.ts'],
    // Times are measured: one file after the other.
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
