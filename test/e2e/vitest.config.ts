import { defineConfig } from 'vitest/config'
import { builtPackages } from '../support/built-packages.ts'

export default defineConfig({
  test: {
    include: ['**/*.e2e.ts'],
    reporters: ['default', '../support/summary-reporter.ts'],
    server: { deps: { external: [builtPackages] } },
    maxWorkers: 2,
    bail: 10,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
