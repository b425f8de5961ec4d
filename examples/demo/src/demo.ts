/** Runs both example APIs with one user pool, and shows how to call them and what they answer. `--check` then exits. */
import { describePeople, type Pool, startSignInPage } from '@example/sign-in'
import { parseArgs } from 'node:util'
import { formatAnswers, askBoth, isAsExpected } from './answers.ts'
import { type RunningApis, startApis } from './apis.ts'
import { formatShellCommands } from './shell-commands.ts'
import { onFreePort, readPort } from './ports.ts'
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
    if (!isCheck) console.log(`${formatShellCommands(pool, apis)}\n`)

    const answers = await askBoth(pool.rows, apis)
    console.log(formatAnswers(answers, isCheck))

    const asExpected = answers.filter(isAsExpected).length
    console.log(`\n${asExpected} of ${answers.length} rows are as expected.`)
    if (isCheck) {
      process.exitCode = asExpected === answers.length ? 0 : 1
      return
    }
    await servePage(pool.signIn, apis)
  } finally {
    await apis.close()
    await pool.close()
  }
}

/** Serves the page on which users sign in and call both APIs, until Ctrl-C. */
async function servePage(pool: Pool, { express, fastify }: RunningApis): Promise<void> {
  const page = await onFreePort(readPort('PORT_PAGE', 3002), (port) =>
    startSignInPage({ express: express.url, fastify: fastify.url, pool, port }),
  )
  try {
    console.log(`To sign in and call the APIs from a page, open ${page.url}`)
    const people = describePeople(pool)
    if (people !== undefined) console.log(people)
    console.log('Both APIs and the page are running. Press Ctrl-C to stop.')
    await waitForInterruption()
    console.log('\nStopped.')
  } finally {
    await page.close()
  }
}

function waitForInterruption(): Promise<unknown> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
}
