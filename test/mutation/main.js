/**
 * Changes the decisions of core, one at a time, and runs the unit tests that reach the change. A mutant that no test
 * notices has survived: it fails the run unless `survivors.js` says why it may. Name files to change only those:
 * `test:mutation bearer check-claims`.
 */
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stryker } from '@stryker-mutator/core'
import { report } from './report.js'
import { decisions } from './stryker.config.js'
import { knownSurvivors } from './survivors.js'

const wanted = process.argv.slice(2)
const byName = new Map(decisions.map((path) => [basename(path), path]))
for (const name of wanted) {
  if (!byName.has(name)) throw new Error(`${name} is not one of ${[...byName.keys()].join(', ')}`)
}
const names = wanted.length === 0 ? [...byName.keys()] : wanted

// Paths in the set-up begin at the root.
process.chdir(fileURLToPath(new URL('../../', import.meta.url)))
const begin = performance.now()
const mutants = await new Stryker({
  configFile: 'test/mutation/stryker.config.js',
  mutate: names.map((name) => `packages/core/src/${byName.get(name)}.ts`),
}).runMutationTest()

const known = knownSurvivors.filter(({ file }) => names.includes(file.replace(/\.ts$/, '')))
const { rows, faults } = report(mutants, known)
console.table(rows)
console.log(`${known.length} survivors are known. ${Math.round((performance.now() - begin) / 1000)} seconds.`)
for (const fault of faults) console.error(`\n${fault}`)
if (faults.length > 0) process.exitCode = 1
