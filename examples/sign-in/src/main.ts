/** Starts the page and both APIs, with the user pool from the environment or, if there is none, with a test pool. */
import { createTestUserPool } from '@cognito-auth/testing'
import { describePeople } from './describe-people.ts'
import { realPool } from './real-pool.ts'
import { startSignInPage } from './sign-in-page.ts'
import { startApis } from './start-apis.ts'
import { testPool } from './test-pool.ts'

const { COGNITO_USER_POOL_ID, PORT = '3002', LOG_LEVEL = 'silent' } = process.env

if (COGNITO_USER_POOL_ID) {
  const apis = await startApis({}, LOG_LEVEL)
  const page = await startSignInPage({ ...apis, pool: realPool(), port: Number(PORT) })
  console.log(`Sign in with your user pool: ${page.url}`)
} else {
  const pool = await createTestUserPool()
  const apis = await startApis(pool.options, LOG_LEVEL)
  const signIn = testPool(pool)
  const page = await startSignInPage({ ...apis, pool: signIn, port: Number(PORT) })
  console.log(`Sign in with a test pool: ${page.url}`)
  console.log(describePeople(signIn))
}
