/**
 * The unit tests of core, on its sources. They import the compiled files; here each of those names stands for the file
 * that it is compiled from, so that what is changed, and reported, are lines of the sources.
 */
export default {
  resolve: { alias: [{ find: /^((?:\.\.\/)+)dist\/(.+)\.js$/, replacement: '$1src/$2.ts' }] },
  test: {
    include: ['packages/core/test/**/*.test.ts'],
    reporters: [brokenFiles()],
    testTimeout: 20_000,
  },
}

/**
 * Stryker looks for tests that fail. A file that fails while its tests are collected has none, and the mutant would pass
 * for a survivor: such a file gets a test that fails.
 *
 * @returns {import('vitest/reporters').Reporter}
 */
function brokenFiles() {
  /** @type {import('vitest/node').Vitest} */
  let vitest
  return {
    onInit(started) {
      vitest = started
    },
    onTestRunEnd() {
      for (const file of vitest.state.getFiles()) {
        const { result, tasks } = file
        if (!result?.errors?.length) continue
        const failed = { type: 'test', name: 'is collected', mode: 'run', file, result }
        tasks.push(/** @type {(typeof tasks)[number]} */ (failed))
      }
    },
  }
}
