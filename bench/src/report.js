import { coldContenders } from './cold-start.js'
import { coldRatio, figures, ratioGoals } from './goals.js'
import { contendersOf } from './http.js'
import { inProcessContenders } from './contenders/in-process.js'
import { median, medianRatio, spread } from './statistics.js'

/** @typedef {import('./http.js').Cell} Cell */

/**
 * @param {Cell[]} cells
 * @param {Record<string, import('./tokens.js').Mix>} mixes
 */
export function httpReport(cells, mixes) {
  return [...new Set(cells.map(({ framework }) => framework))]
    .map((framework) => frameworkReport(cells, framework, mixes))
    .join('\n\n')
}

/**
 * @param {Cell[]} cells
 * @param {string} framework
 * @param {Record<string, import('./tokens.js').Mix>} mixes
 */
function frameworkReport(cells, framework, mixes) {
  const measured = cells.filter((cell) => cell.framework === framework)
  const columns = Object.keys(mixes).filter((mix) => measured.some((cell) => cell.mix === mix))
  const rows = Object.entries(contendersOf(framework))
    .filter(([contender]) => measured.some((cell) => cell.contender === contender))
    .map(([contender, { title }]) =>
      [title].concat(columns.map((mix) => cellText(cells, framework, mix, contender))),
    )
  const strays = measured.map(({ microseconds }) => spread(microseconds))
  return [
    `### ${framework}: processor time of the server per request, in µs`,
    '',
    'In brackets: processor time of the route without authentication / that of the contender. 1.00 is free.',
    '',
    table(['', ...columns.map((mix) => mixes[mix].title)], rows),
    '',
    `The middle half of the rounds lies within ±${(median(strays) * 100).toFixed(0)} % of the median.`,
  ].join('\n')
}

/**
 * @param {Cell[]} cells
 * @param {string} framework
 * @param {string} mix
 * @param {string} contender
 */
function cellText(cells, framework, mix, contender) {
  const own = figures(cells, framework, mix, contender)
  const none = figures(cells, framework, mix, 'none')
  if (!own) return ''
  return none ? `${median(own).toFixed(1)} (${medianRatio(none, own).toFixed(2)})` : median(own).toFixed(1)
}

/** @param {{ microseconds: Record<string, number[]>, memoryBytes: number }} figures */
export function inProcessReport({ microseconds }) {
  const rows = Object.entries(inProcessContenders).map(([name, { title, tokens }]) => [
    title,
    tokens,
    median(microseconds[name]).toFixed(2),
    Math.round(1e6 / median(microseconds[name])).toLocaleString('en'),
    medianRatio(microseconds.raw, microseconds[name]).toFixed(2),
  ])
  return [
    '### In process, one token after the other: processor time',
    '',
    table(['', 'tokens', 'µs', 'per second', 'against crypto.verify'], rows),
  ].join('\n')
}

/** @param {import('./cold-start.js').ColdCell[]} cells */
export function coldReport(cells) {
  const rows = cells.map(({ framework, form, keys, contender, importMs, firstMs }) => [
    `${framework}, ${form}, keys ${keys}: ${coldContenders[contender]}`,
    median(importMs).toFixed(0),
    median(firstMs).toFixed(1),
    median(importMs.map((ms, round) => ms + firstMs[round])).toFixed(0),
    coldRatio(cells, { framework, form, keys }, contender)?.toFixed(2) ?? '',
  ])
  return [
    '### Cold starts of a Lambda handler: processor time, in ms',
    '',
    table(['', 'import', 'first request', 'both', 'against aws-jwt-verify by hand'], rows),
  ].join('\n')
}

/**
 * @param {Cell[]} cells
 * @param {{ microseconds: Record<string, number[]>, memoryBytes: number } | undefined} inProcess
 * @param {import('./cold-start.js').ColdCell[]} coldCells
 */
export function goalReport(cells, inProcess, coldCells) {
  const ratios = ratioGoals(cells, inProcess?.microseconds, coldCells).map(
    ({ what, must, aim, measured, note = '' }) => [
      what,
      must.toFixed(2),
      aim.toFixed(2),
      measured?.toFixed(2) ?? 'not measured',
      measured === undefined ? '' : verdict(measured >= must, measured >= aim),
      note,
    ],
  )
  const mebibytes = inProcess && inProcess.memoryBytes / 2 ** 20
  const memory = [
    'memory of 1,000 remembered tokens, met twice',
    'under 6 MiB',
    'under 3 MiB',
    mebibytes === undefined ? 'not measured' : `${mebibytes.toFixed(2)} MiB`,
    mebibytes === undefined ? '' : verdict(mebibytes < 6, mebibytes < 3),
    '',
  ]
  return `### Goals\n\n${table(['what', 'must', 'aim', 'measured', '', ''], [...ratios, memory])}`
}

/**
 * @param {boolean} isReached
 * @param {boolean} isAimReached
 */
function verdict(isReached, isAimReached) {
  if (isAimReached) return 'aim'
  return isReached ? 'must' : 'MISSED'
}

export const inequalities = `### What is not equal

- The hand-written hooks and middleware, and the peers, check less. They do not check for the canonical spelling of tokens, a
  second \`Authorization\` field, \`typ\`, \`crit\` or \`cnf\`, and they do not freeze the principal. The refusals of the hand-written
  ones carry no challenge.
- Client and token use are checked by \`@cognito-auth\`, by aws-jwt-verify and by jose by hand. The others compare issuer and times
  only: they do not know \`client_id\`, and access tokens of Cognito have no \`aud\`.
- \`@cognito-auth\`, and fast-jwt with its cache, cache 1,000 tokens. For each cached token, \`@cognito-auth\` checks the expiry and
  the signing key again. fast-jwt keeps accepting a cached token after its key was withdrawn. The others cache nothing.
- \`@fastify/jwt\` and fast-jwt with a static key, and jsonwebtoken, never fetch keys and do not follow key rotation.
- Contenders that fetch keys at startup do work before the first request. If a full garbage collection runs between that work and
  the first request, \`process.nextTick\` of Node 20 takes a slower path from then on, which costs 2 µs for each request of Fastify.
  A server without authentication reaches the same state with the first full collection after its first requests. In this
  benchmark it does not.
- jose and get-jwks fetch keys with Node's \`fetch\`, the others with its HTTP client. After a process has called \`fetch\` once, it
  spends up to 3 % more on each later request of Express.
- On Express, \`@cognito-auth\` sends the refusal itself. express-jwt and express-oauth2-jwt-bearer leave it to an error handler,
  which here sends the status, their headers and a short JSON body.
- aws-jwt-verify fetches keys from \`https:\` URLs only. In the HTTP measurements and in cold starts, a fetcher of this
  benchmark loads the keys for it.
  fastify-auth0-verify is given the issuer, because it would take its own domain for the issuer otherwise.`

/**
 * A Markdown table whose columns line up.
 *
 * @param {string[]} head
 * @param {string[][]} rows
 */
function table(head, rows) {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column].length)))
  const line = (/** @type {string[]} */ row) =>
    `| ${row.map((text, column) => (column === 0 ? text.padEnd(widths[column]) : text.padStart(widths[column]))).join(' | ')} |`
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}
