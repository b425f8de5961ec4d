import { defineConfig } from 'vitest/config'
import { builtPackages } from '../support/built-packages.ts'

export default defineConfig({
  test: {
    include: ['*.mcp.ts'],
    reporters: ['default', '../support/summary-reporter.ts'],
    server: { deps: { external: [builtPackages] } },
    maxWorkers: 2,
    testTimeout: 20_000,
  },
})
