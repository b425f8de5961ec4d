import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The files of core that make decisions. Logging, fetching and configuration are left out. */
export const decisions = [
  'adapter/cache-headers',
  'adapter/run-authentication',
  'adapter/run-guard',
  'authenticate/bearer',
  'authenticate/check-revocation',
  'authenticate/cookie',
  'authenticate/observe-authentication',
  'authenticate/request-field',
  'authenticate/same-origin',
  'authenticate/token-authenticator',
  'authenticate/token-cache',
  'authenticate/token-source',
  'events/event-channel',
  'guards/decision',
  'guards/guards',
  'guards/security',
  'guards/stepped-up',
  'keys/key-set',
  'keys/verification-key',
  'lib/copy-members',
  'lib/own-property',
  'openapi/components',
  'refusal/answer',
  'refusal/challenge',
  'refusal/refusal',
  'resources/metadata',
  'resources/to-auth-info',
  'verify/build-principal',
  'verify/check-claims',
  'verify/check-header',
  'verify/parse-token',
  'verify/validity',
  'verify/verifier',
]

/** @type {ConstructorParameters<typeof import('@stryker-mutator/core').Stryker>[0]} */
export default {
  mutate: decisions.map((name) => `packages/core/src/${name}.ts`),
  plugins: [import.meta.resolve('@stryker-mutator/vitest-runner')],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.js', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A copy elsewhere: a run that is killed leaves the sources and the compiled files unchanged.
  tempDirName: join(tmpdir(), 'cognito-auth-mutation'),
  cleanTempDir: 'always',
  ignorePatterns: [
    '**',
    '!packages/core/{src,test}/**',
    '!test/support/**',
    '!test/mutation/vitest.config.js',
    '!package.json',
  ],
  disableTypeChecks: false,
  allowConsoleColors: false,
  reporters: ['dots'],
  thresholds: { high: 95, low: 90, break: 90 },
}
