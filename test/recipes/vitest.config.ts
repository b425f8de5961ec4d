import { defineConfig } from 'vitest/config'

/** Tests of what needs the packages of the site: `*.spec.ts`. `run docs` installs those before. */
export default defineConfig({
  test: {
    include: ['test/recipes/*.spec.ts'],
    reporters: ['default', './test/support/summary-reporter.ts'],
    testTimeout: 20_000,
  },
})
