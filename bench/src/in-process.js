// The in-process part, in a process of its own. The parent sends the pool and the tokens, and gets the figures.
import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createAuthenticator } from '@cognito-auth/core'
import { inProcessContenders } from './contenders/in-process.js'
import { median, shuffled } from './statistics.js'

/** @typedef {import('./contenders/in-process.js').InProcessContender} InProcessContender */

/** Long enough for several collections of garbage: they are part of the price. */
const batchSize = { new: 1000, remembered: 20_000 }
const warmUpRounds = 5

/**
 * A contender with its place in the tokens, and what was measured.
 */
class Runner {
  #contender
  #verify
  #tokens
  #next = 0
  /** @type {number[]} */
  microseconds = []

  /**
   * @param {InProcessContender} contender
   * @param {import('./tokens.js').Pool} pool
   * @param {Record<InProcessContender['tokens'], readonly string[]>} tokens
   */
  constructor(contender, pool, tokens) {
    this.#contender = contender
    this.#verify = contender.make(pool)
    this.#tokens = tokens[contender.tokens]
  }

  /**
   * Microseconds for each token of a batch, whose strings are made before the clock runs. It is the clock of the
   * processor: work that a contender hands to other threads counts, and work of other processes does not.
   */
  async run() {
    const inputs = Array.from({ length: batchSize[this.#contender.tokens] }, () => this.#input())
    const begin = process.cpuUsage()
    for (const input of inputs) {
      const result = this.#verify(input)
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as a server sees them
      if (result instanceof Promise) await result
    }
    const { user, system } = process.cpuUsage(begin)
    return (user + system) / inputs.length
  }

  #input() {
    const token = this.#tokens[this.#next]
    this.#next = (this.#next + 1) % this.#tokens.length
    return this.#contender.prepare(token)
  }
}

/**
 * Batches of all contenders in turn. The libraries for this measure one contender after the other, and would count the
 * making of the strings.
 *
 * @param {import('./tokens.js').Pool} pool
 * @param {Record<InProcessContender['tokens'], readonly string[]>} tokens
 * @param {number} rounds
 */
async function measure(pool, tokens, rounds) {
  const runners = Object.entries(inProcessContenders).map(
    ([name, contender]) => /** @type {const} */ ([name, new Runner(contender, pool, tokens)]),
  )
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const [, runner] of shuffled(runners)) {
      // oxlint-disable-next-line no-await-in-loop -- not side by side: they are compared
      const microseconds = await runner.run()
      if (round >= 0) runner.microseconds.push(microseconds)
    }
  }
  return Object.fromEntries(runners.map(([name, { microseconds }]) => [name, microseconds]))
}

/**
 * Bytes that an authenticator holds when it remembers the tokens.
 *
 * @param {import('./tokens.js').Pool} pool
 * @param {readonly string[]} tokens
 */
async function measureMemory({ userPoolId, clientId, jwks }, tokens) {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc')
  // What a first collection only marks as dead, weak references for one, a second one takes away.
  const collectGarbage = () => {
    gc()
    gc()
  }
  const bytes = []
  // None of them may be freed while the next one is measured.
  const authenticators = []
  for (let round = 0; round < 5; round++) {
    const authenticator = createAuthenticator({ userPoolId, clientId, jwks })
    authenticators.push(authenticator)
    await authenticator.verify(tokens[0])
    collectGarbage()
    const before = process.memoryUsage()
    // Twice, because a token that was met once is remembered without its principal.
    for (const token of [...tokens, ...tokens]) await authenticator.verify(Buffer.from(token).toString())
    collectGarbage()
    const after = process.memoryUsage()
    bytes.push(after.heapUsed + after.external - before.heapUsed - before.external)
  }
  // Still in use here, so that nothing of them was collected above.
  await Promise.all(authenticators.map((authenticator) => authenticator.verify(tokens[0])))
  return median(bytes)
}

const [{ pool, newTokens, rememberedTokens, rounds }] = await once(process, 'message')
const microseconds = await measure(pool, { new: newTokens, remembered: rememberedTokens }, rounds)
const memoryBytes = await measureMemory(pool, rememberedTokens)
process.send?.({ microseconds, memoryBytes }, () => process.disconnect())
