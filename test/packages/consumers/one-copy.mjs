/** Loads packages in both ways, those named, and compares what they export. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
for (const name of process.argv.slice(2)) {
  const imported = await import(name)
  const required = require(name)
  assert.deepEqual(Object.keys(imported).toSorted(), Object.keys(required).toSorted())
  for (const [key, value] of Object.entries(required)) assert.equal(imported[key], value)
}
console.log('The same')
