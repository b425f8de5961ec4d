import { expressContenders } from './contenders/express.js'
import { fastifyContenders } from './contenders/fastify.js'
import { Load } from './load.js'
import { ask, start } from './processor.js'
import { shuffled } from './statistics.js'

const frameworks = { fastify: fastifyContenders, express: expressContenders }

/** Enough to keep a server busy: one request is with the server while the others are under way. */
const connections = 32

/**
 * What was measured of a contender and a mix, one figure for each round.
 *
 * @typedef {object} Cell
 * @property {string} framework
 * @property {string} mix
 * @property {string} contender
 * @property {number[]} microseconds processor time of the server per request
 * @property {number[]} requestsPerSecond
 */

/**
 * How long a server is looked at. It is warm after so many requests, because compilers count; a slow one need not
 * answer all of them.
 *
 * @typedef {object} Effort
 * @property {number} warmUpRequests
 * @property {number} warmUpMaxMs
 * @property {number} windows
 * @property {number} windowMs
 */

/**
 * @param {import('./tokens.js').Pool} pool
 * @param {Record<string, import('./tokens.js').Mix>} mixes
 * @param {Effort & { rounds: number, isWanted: (name: string) => boolean }} options
 * @param {(progress: string) => void} report
 * @returns {Promise<Cell[]>}
 */
export async function measureHttp(pool, mixes, { rounds, isWanted, ...effort }, report) {
  const groups = Object.keys(frameworks).flatMap((framework) =>
    Object.keys(mixes).map((mix) => wantedCells(framework, mix, isWanted)),
  )
  const cells = groups.flat()
  if (cells.length === 0) return cells

  for (let round = 1; round <= rounds; round++) {
    report(`round ${round} of ${rounds}`)
    for (const group of shuffled(groups)) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time has the processor
      await measureRound(shuffled(group), pool, mixes, effort)
    }
  }
  return cells
}

/**
 * The contenders of a mix that were asked for, and the route without authentication, which they are compared with.
 *
 * @param {string} framework
 * @param {string} mix
 * @param {(name: string) => boolean} isWanted
 * @returns {Cell[]}
 */
function wantedCells(framework, mix, isWanted) {
  const wanted = Object.keys(contendersOf(framework)).filter((contender) =>
    isWanted(`${framework}/${mix}/${contender}`),
  )
  const contenders = wanted.length > 0 ? new Set(['none', ...wanted]) : []
  return [...contenders].map((contender) => ({
    framework,
    mix,
    contender,
    microseconds: [],
    requestsPerSecond: [],
  }))
}

/**
 * Measures the contenders of a mix, which are compared: their servers take turns, so that a slow moment of the machine
 * hits all of them.
 *
 * @param {readonly Cell[]} group
 * @param {import('./tokens.js').Pool} pool
 * @param {Record<string, import('./tokens.js').Mix>} mixes
 * @param {Effort} effort
 */
async function measureRound(group, pool, mixes, effort) {
  /** @type {Subject[]} */
  const subjects = []
  try {
    for (const cell of group) {
      const subject = new Subject(cell, mixes[cell.mix])
      subjects.push(subject)
      // oxlint-disable-next-line no-await-in-loop -- one at a time has the processor
      await subject.open(pool, effort)
    }
    for (let window = 0; window < effort.windows; window++) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time has the processor
      for (const subject of shuffled(subjects)) await subject.measure(effort.windowMs)
    }
    for (const subject of subjects) subject.report()
  } finally {
    for (const subject of subjects) subject.close()
  }
}

/** A contender in one round: a server process of its own, and the load on it. */
class Subject {
  #cell
  #mix
  #server = start(new URL('server.js', import.meta.url))
  /** @type {Load | undefined} */
  #load
  #total = { requests: 0, milliseconds: 0, microseconds: 0 }

  /**
   * @param {Cell} cell
   * @param {import('./tokens.js').Mix} mix
   */
  constructor(cell, mix) {
    this.#cell = cell
    this.#mix = mix
  }

  /**
   * @param {import('./tokens.js').Pool} pool
   * @param {Effort} effort
   */
  async open(pool, { warmUpRequests, warmUpMaxMs }) {
    const { framework, contender } = this.#cell
    const { port } = await ask(this.#server, { framework, contender, pool })
    this.#load = new Load(port, this.#mix.tokens, connections)
    await this.#load.run({ requests: warmUpRequests, milliseconds: warmUpMaxMs })
  }

  /** @param {number} milliseconds */
  async measure(milliseconds) {
    if (this.#load === undefined) throw new Error('The server is not open')
    const before = await ask(this.#server, 'processor time')
    const run = await this.#load.run({ milliseconds })
    const after = await ask(this.#server, 'processor time')
    this.#total.requests += run.requests
    this.#total.milliseconds += run.milliseconds
    this.#total.microseconds += after.microseconds - before.microseconds
  }

  /** Adds the figures of the round to the cell, unless the server has answered something that it should not. */
  report() {
    const { framework, contender, microseconds, requestsPerSecond } = this.#cell
    const { title, statuses } = this.#mix
    const expected = contender === 'none' ? [200] : statuses
    const seen = [...(this.#load?.statuses.keys() ?? [])].toSorted((a, b) => a - b)
    if (String(seen) !== String(expected)) {
      throw new Error(
        `${framework}, ${contender}, ${title}: answers ${seen.join()}, expected ${expected.join()}`,
      )
    }
    microseconds.push(this.#total.microseconds / this.#total.requests)
    requestsPerSecond.push((this.#total.requests / this.#total.milliseconds) * 1000)
  }

  close() {
    this.#load?.close()
    this.#server.kill()
  }
}

/** @param {string} framework */
export function contendersOf(framework) {
  return frameworks[/** @type {keyof typeof frameworks} */ (framework)]
}
