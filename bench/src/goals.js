import { median, medianRatio } from './statistics.js'
import { contendersOf } from './http.js'

/** @typedef {import('./http.js').Cell} Cell */
/** @typedef {Record<string, number[]>} InProcessFigures */

/**
 * @typedef {object} Goal
 * @property {string} what
 * @property {number} must
 * @property {number} aim
 * @property {number | undefined} measured nothing, when the run left it out.
 * @property {string} [note]
 */

/**
 * What this project has promised itself, and where it stands.
 *
 * @param {Cell[]} cells
 * @param {InProcessFigures | undefined} inProcess
 * @param {import('./cold-start.js').ColdCell[]} coldCells
 * @returns {Goal[]}
 */
export function ratioGoals(cells, inProcess, coldCells) {
  return [
    againstNone(cells, 'fastify', 0.85, 0.92),
    againstNone(cells, 'express', 0.93, 0.97),
    inProcessGoal(
      inProcess,
      'first sight / verifySync of aws-jwt-verify',
      ['aws-jwt-verify-sync', 'ours'],
      0.95,
      1.2,
    ),
    inProcessGoal(inProcess, 'first sight / crypto.verify', ['raw', 'ours'], 0.57, 0.72),
    inProcessGoal(inProcess, 'remembered / crypto.verify', ['raw', 'ours-remembered'], 8, 12),
    inProcessGoal(
      inProcess,
      'remembered, with revocations / without',
      ['ours-remembered', 'ours-revocations'],
      0.87,
      0.95,
    ),
    ...['fastify', 'express'].map((framework) =>
      againstOurs(cells, framework, 'ours-revocations', 0.98, 0.99),
    ),
    ...['fastify', 'express'].flatMap((framework) => [
      againstPeers(cells, framework, 'every-token-new', 'every token new', 1, 1.1),
      againstPeers(cells, framework, 'half-bad', 'half bad signatures', 1, 1.15),
      againstPeers(cells, framework, 'anonymous', 'all anonymous', 1, 1.15),
    ]),
    ...['express', 'fastify'].flatMap((framework) =>
      /** @type {const} */ (['given', 'fetched']).map((keys) => ({
        what: `${framework}, cold start of a bundle, keys ${keys}: aws-jwt-verify by hand / ours`,
        must: 0.91,
        aim: 1,
        measured: inverse(coldRatio(coldCells, { framework, form: 'bundle', keys }, 'ours')),
      })),
    ),
  ]
}

/**
 * What a contender takes to load and to answer the first request, against aws-jwt-verify by hand.
 *
 * @param {import('./cold-start.js').ColdCell[]} cells
 * @param {Pick<import('./cold-start.js').ColdCell, 'framework' | 'form' | 'keys'>} place
 * @param {string} contender
 */
export function coldRatio(cells, { framework, form, keys }, contender) {
  const [own, theirs] = [contender, 'aws-jwt-verify'].map((name) => {
    const cell = cells.find(
      (each) =>
        each.framework === framework && each.form === form && each.keys === keys && each.contender === name,
    )
    return cell?.importMs.map((ms, round) => ms + cell.firstMs[round])
  })
  return own && theirs && medianRatio(own, theirs)
}

/** @param {number | undefined} ratio */
function inverse(ratio) {
  return ratio === undefined ? undefined : 1 / ratio
}

/**
 * @param {Cell[]} cells
 * @param {string} framework
 * @param {number} must
 * @param {number} aim
 */
function againstNone(cells, framework, must, aim) {
  const ratios = ['one-token', '1000-tokens'].flatMap((mix) => {
    const none = figures(cells, framework, mix, 'none')
    const ours = figures(cells, framework, mix, 'ours')
    return none && ours ? [medianRatio(none, ours)] : []
  })
  const what = `${framework}, repeated tokens: no authentication / ours`
  const note = ratios.map((ratio) => ratio.toFixed(2)).join(' with one token, ')
  return ratios.length < 2
    ? { what, must, aim, measured: ratios[0] }
    : { what, must, aim, measured: Math.min(...ratios), note: `${note} with 1,000` }
}

/**
 * What an addition to ours costs.
 *
 * @param {Cell[]} cells
 * @param {string} framework
 * @param {string} contender
 * @param {number} must
 * @param {number} aim
 */
function againstOurs(cells, framework, contender, must, aim) {
  const [without, having] = ['ours', contender].map((name) => figures(cells, framework, '1000-tokens', name))
  return {
    what: `${framework}, repeated tokens: ours / ${contender.replace('ours-', 'ours with ')}`,
    must,
    aim,
    measured: without && having && medianRatio(without, having),
  }
}

/**
 * @param {InProcessFigures | undefined} inProcess
 * @param {string} what
 * @param {[string, string]} names
 * @param {number} must
 * @param {number} aim
 */
function inProcessGoal(inProcess, what, [numerator, denominator], must, aim) {
  const measured = inProcess && medianRatio(inProcess[numerator], inProcess[denominator])
  return { what: `in process, ${what}: operations/s`, must, aim, measured }
}

/**
 * The best peer is the one that costs least, of those that fetch their keys: who is given the key need not look for it.
 *
 * @param {Cell[]} cells
 * @param {string} framework
 * @param {string} mix
 * @param {string} title
 * @param {number} must
 * @param {number} aim
 */
function againstPeers(cells, framework, mix, title, must, aim) {
  const ours = figures(cells, framework, mix, 'ours')
  const best = Object.entries(contendersOf(framework))
    .filter(([, { fetchesKeys }]) => fetchesKeys)
    .flatMap(([contender, peer]) => {
      const theirs = figures(cells, framework, mix, contender)
      return theirs ? [{ title: peer.title, theirs }] : []
    })
    .toSorted((a, b) => median(a.theirs) - median(b.theirs))[0]
  return {
    what: `${framework}, ${title}: best peer / ours`,
    must,
    aim,
    measured: ours && best && medianRatio(best.theirs, ours),
    note: best?.title,
  }
}

/**
 * @param {Cell[]} cells
 * @param {string} framework
 * @param {string} mix
 * @param {string} contender
 */
export function figures(cells, framework, mix, contender) {
  return cells.find(
    (cell) => cell.framework === framework && cell.mix === mix && cell.contender === contender,
  )?.microseconds
}
