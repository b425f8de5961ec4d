/** Both example APIs on one user pool: how to call them, and what they answer to whom. `--check` ends after that. */
import { parseArgs } from 'node:util'
import { answersTable, askBoth, isAsExpected } from './answers.ts'
import { startApis } from './apis.ts'
import { handOut } from './hand-out.ts'
import { openUserPool } from './user-pool.ts'

try {
  const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values
  await demo(check)
} catch (error) {
  console.error(`The demo failed: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}

async function demo(isCheck: boolean): Promise<void> {
  const pool = await openUserPool()
  const apis = await startApis(pool.auth)
  try {
    console.log(`User pool  ${pool.description}`)
    console.log(`Express    ${apis.express.url}`)
    console.log(`Fastify    ${apis.fastify.url}\n`)
    if (!isCheck) console.log(`${handOut(pool, apis)}\n`)

    const answers = await askBoth(pool.rows, apis)
    console.log(answersTable(answers, isCheck))

    const asExpected = answers.filter(isAsExpected).length
    console.log(`\n${asExpected} of ${answers.length} rows are as expected.`)
    if (isCheck) {
      process.exitCode = asExpected === answers.length ? 0 : 1
      return
    }
    console.log('Both APIs are serving until Ctrl-C.')
    await interruption()
    console.log('\nStopped.')
  } finally {
    await apis.close()
    await pool.close()
  }
}

function interruption(): Promise<unknown> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
}
