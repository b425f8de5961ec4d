import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { once } from 'node:events'
import { start } from './processor.js'
import { shuffled } from './statistics.js'

const folder = join(import.meta.dirname, 'cold')

/** @type {Record<string, string>} */
export const coldContenders = {
  none: 'no authentication',
  ours: '@cognito-auth',
  'aws-jwt-verify': 'aws-jwt-verify by hand',
}

/**
 * What cold processes of one contender took, a figure for each round.
 *
 * @typedef {object} ColdCell
 * @property {string} framework
 * @property {'bundle' | 'node_modules'} form
 * @property {'given' | 'fetched'} keys
 * @property {string} contender
 * @property {number[]} importMs
 * @property {number[]} firstMs
 */

/**
 * Starts Lambda handlers in cold processes, one after the other, in another order in each round.
 *
 * @param {import('./tokens.js').Pool} pool
 * @param {string} token
 * @param {{ coldRounds: number, isWanted(name: string): boolean }} options
 * @param {(progress: string) => void} report
 * @returns {Promise<ColdCell[]>}
 */
export async function measureColdStarts(pool, token, options, report) {
  const cells = ['express', 'fastify'].flatMap((framework) =>
    /** @type {const} */ (['bundle', 'node_modules']).flatMap((form) =>
      /** @type {const} */ (['given', 'fetched']).flatMap((keys) =>
        Object.keys(coldContenders).map((contender) => {
          /** @type {ColdCell} */
          const cell = { framework, form, keys, contender, importMs: [], firstMs: [] }
          return cell
        }),
      ),
    ),
  )
  const wanted = cells.filter((cell) => options.isWanted(`cold-start/${cell.framework}/${cell.form}`))
  if (wanted.length === 0) return []
  const bundles = await bundleAll()
  for (let round = 1; round <= options.coldRounds; round++) {
    report(`cold starts, round ${round} of ${options.coldRounds}`)
    for (const cell of shuffled(wanted))
      await measure(cell, cell.form === 'bundle' ? bundles : folder, pool, token)
  }
  await rm(bundles, { recursive: true })
  return wanted
}

/** Bundles each handler into one file, as for Lambda. */
async function bundleAll() {
  const outdir = await mkdtemp(join(import.meta.dirname, '../node_modules/.cold-'))
  await build({
    entryPoints: ['express', 'fastify'].flatMap((framework) =>
      Object.keys(coldContenders).map((contender) => join(folder, `${framework}-${contender}.js`)),
    ),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  })
  return outdir
}

/**
 * @param {ColdCell} cell
 * @param {string} place
 * @param {import('./tokens.js').Pool} pool
 * @param {string} token
 */
async function measure(cell, place, { userPoolId, clientId, jwksUri, jwks }, token) {
  const extension = cell.form === 'bundle' ? 'mjs' : 'js'
  const file = pathToFileURL(join(place, `${cell.framework}-${cell.contender}.${extension}`)).href
  const given = cell.keys === 'given' ? { userPoolId, clientId, jwks } : { userPoolId, clientId, jwksUri }
  const child = start(new URL('cold/process.js', import.meta.url), [file, JSON.stringify(eventWith(token))], {
    POOL: JSON.stringify(given),
  })
  const [{ statusCode, body, importMs, firstMs }] = await once(child, 'message')
  await once(child, 'exit')
  if (statusCode !== 200) throw new Error(`${file} answered ${statusCode}: ${body}`)
  cell.importMs.push(importMs)
  cell.firstMs.push(firstMs)
}

/**
 * An event of an HTTP API.
 *
 * @param {string} token
 */
function eventWith(token) {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/',
    rawQueryString: '',
    headers: { host: 'api.example.com', authorization: `Bearer ${token}` },
    requestContext: { stage: '$default', http: { method: 'GET', path: '/', sourceIp: '203.0.113.1' } },
    isBase64Encoded: false,
  }
}
