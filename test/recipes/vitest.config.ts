import { defineConfig } from 'vitest/config'
import { builtPackages } from '../support/built-packages.ts'

/** Tests of what needs the packages of the site: `*.spec.ts`. `run docs` installs those before. */
export default defineConfig({
  test: {
    include: ['test/recipes/*.spec.ts'],
    reporters: ['default', './test/support/summary-reporter.ts'],
    server: { deps: { external: [builtPackages] } },
    testTimeout: 20_000,
  },
})
