import { measureColdStarts } from './cold-start.js'
import { measureHttp } from './http.js'
import { help, readOptions } from './options.js'
import { ask, machine, pinLoad, start } from './processor.js'
import { coldReport, goalReport, httpReport, inequalities, inProcessReport } from './report.js'
import { issueTokens } from './tokens.js'

const options = readOptions(process.argv.slice(2))
if (options.isHelpWanted) console.log(help)
else await run()

async function run() {
  const begin = performance.now()
  const { pool, mixes, close } = await issueTokens()
  pinLoad()

  const inProcess = options.isWanted('in-process') ? await measureInProcess(pool, mixes) : undefined
  const [token = ''] = mixes['one-token'].tokens
  const coldCells = await measureColdStarts(pool, token, options, (progress) => console.error(progress))
  const cells = await measureHttp(pool, mixes, options, (progress) => console.error(progress))
  await close()

  const minutes = ((performance.now() - begin) / 60_000).toFixed(1)
  const sections = [
    `${machine()}. ${new Date().toISOString().slice(0, 10)}, ${minutes} minutes, ${options.rounds} rounds over HTTP.`,
    inProcess && inProcessReport(inProcess),
    cells.length > 0 && httpReport(cells, mixes),
    coldCells.length > 0 && coldReport(coldCells),
    goalReport(cells, inProcess, coldCells),
    inequalities,
    options.json && JSON.stringify({ inProcess, cells, coldCells }),
  ]
  console.log(sections.filter(Boolean).join('\n\n'))
}

/**
 * @param {import('./tokens.js').Pool} pool
 * @param {Awaited<ReturnType<typeof issueTokens>>['mixes']} mixes
 * @returns {Promise<{ microseconds: Record<string, number[]>, memoryBytes: number }>}
 */
function measureInProcess(pool, mixes) {
  console.error('in process')
  return ask(start(new URL('in-process.js', import.meta.url)), {
    pool,
    newTokens: mixes['every-token-new'].tokens,
    rememberedTokens: mixes['1000-tokens'].tokens,
    rounds: options.inProcessRounds,
  })
}
