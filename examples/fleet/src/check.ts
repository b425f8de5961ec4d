/** Signs out at one of four instances of an API, and fails unless the answers of all of them are correct. */
import { deepEqual } from 'node:assert/strict'
import { findMistakes, lastRefusalMs } from './find-mistakes.ts'
import { observeSignOuts } from './sign-outs.ts'

const signOuts = await observeSignOuts()
deepEqual(signOuts.flatMap(findMistakes), [])
for (const signOut of signOuts) {
  const ms = Math.round(lastRefusalMs(signOut))
  console.log(`${signOut.title}: refused at once at ${signOut.instance}, and everywhere after ${ms} ms`)
}
console.log('The fleet answers as it should')
