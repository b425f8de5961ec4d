import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    reporters: ['default', './test/support/summary-reporter.ts'],
    coverage: { include: ['packages/*/dist/**/*.js'] },
    testTimeout: 20_000,
  },
})
