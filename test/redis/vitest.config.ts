import { defineConfig } from 'vitest/config'
import { builtPackages } from '../support/built-packages.ts'

export default defineConfig({
  test: {
    include: ['**/*.redis.ts'],
    server: { deps: { external: [builtPackages] } },
    globalSetup: './support/check-server.ts',
    reporters: ['verbose', '../support/summary-reporter.ts'],
    // Times are measured: one file after the other.
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
