/**
 * Runs the unit tests and the conformance tests on each line of Node that is supported, and on the oldest release that
 * is. The binaries are npm packages. Name versions to run them only: `node test/matrix/matrix.js 24`.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { nodeBinary } from './node-binary.js'

const supported = ['20.19.0', '22', '24', '26']
const tests = ['packages', 'test/conformance']

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const wanted = process.argv.slice(2)
const results = (wanted.length > 0 ? wanted : supported).map(runTests)

console.table(results, ['node', 'totals', 'seconds'])
if (results.some(({ passed }) => !passed)) process.exitCode = 1

/** @param {string} version */
function runTests(version) {
  const started = performance.now()
  const binary = nodeBinary(version)
  const node = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim()
  console.log(`\nNode ${node}`)

  // The workers are started with the same binary.
  const { status, stdout } = spawnSync(binary, [vitest, 'run', ...tests], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const totals = stdout.trimEnd().split('\n').at(-1)
  const passed = status === 0
  console.log(passed ? totals : stdout)
  return { node, totals, seconds: Math.round((performance.now() - started) / 1000), passed }
}
