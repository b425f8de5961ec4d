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
    // The contenders of a mix run one after the other, because they are compared.
    for (const cell of shuffled(groups).flatMap(shuffled)) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time has the processor
      const { microseconds, requestsPerSecond } = await measure(cell, pool, mixes[cell.mix], effort)
      cell.microseconds.push(microseconds)
      cell.requestsPerSecond.push(requestsPerSecond)
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
 * Measures a contender in a new process, without a pause behind the warm-up: servers that took turns of half a second
 * cost more than those that work on, the fastest by about a tenth.
 *
 * @param {Cell} cell
 * @param {import('./tokens.js').Pool} pool
 * @param {import('./tokens.js').Mix} mix
 * @param {Effort} effort
 */
async function measure({ framework, contender }, pool, { title, tokens, statuses }, effort) {
  const server = start(new URL('server.js', import.meta.url))
  try {
    const { port } = await ask(server, { framework, contender, pool })
    const load = new Load(port, tokens, connections)
    try {
      await load.run({ requests: effort.warmUpRequests, milliseconds: effort.warmUpMaxMs })
      const before = await ask(server, 'processor time')
      const { requests, milliseconds } = await load.run({ milliseconds: effort.windowMs })
      const after = await ask(server, 'processor time')

      const expected = contender === 'none' ? [200] : statuses
      const seen = [...load.statuses.keys()].toSorted((a, b) => a - b)
      if (String(seen) !== String(expected)) {
        throw new Error(
          `${framework}, ${contender}, ${title}: answers ${seen.join()}, expected ${expected.join()}`,
        )
      }
      return {
        microseconds: (after.microseconds - before.microseconds) / requests,
        requestsPerSecond: (requests / milliseconds) * 1000,
      }
    } finally {
      load.close()
    }
  } finally {
    server.kill()
  }
}

/** @param {string} framework */
export function contendersOf(framework) {
  return frameworks[/** @type {keyof typeof frameworks} */ (framework)]
}
