import { createTestUserPool } from '@cognito-auth/testing'
import { type Pool, realPool as realSignIn, testPool as testSignIn } from '@example/sign-in'
import { anonymousRows, type Row, rowsOf } from './rows.ts'

/** The user pool of the demo. */
export interface DemoPool {
  readonly description: string

  /** For `createApi`. Nothing, when the environment says it all. */
  readonly auth: { userPoolId: string; clientId: string; jwksUri: string } | undefined

  /** Tokens to hand out, by the name of a shell variable. */
  readonly tokens: Readonly<Record<string, string>>

  /** Where the page signs in. */
  readonly signIn: Pool

  /** What is asked of the APIs. */
  readonly rows: readonly Row[]

  close(): Promise<void>
}

/** The pool that the environment names or, if it names none, a test pool. */
export function openUserPool(): Promise<DemoPool> | DemoPool {
  const { COGNITO_USER_POOL_ID, COGNITO_CLIENT_ID } = process.env
  return COGNITO_USER_POOL_ID || COGNITO_CLIENT_ID ? realPool() : testPool()
}

function realPool(): DemoPool {
  return {
    description: `${process.env.COGNITO_USER_POOL_ID}, from the environment`,
    auth: undefined,
    tokens: {},
    signIn: realSignIn(),
    rows: anonymousRows,
    close: () => Promise.resolve(),
  }
}

async function testPool(): Promise<DemoPool> {
  const pool = await createTestUserPool()
  const { options, jwksUri, close } = await pool.listen()
  const expiresInSeconds = 86_400
  return {
    description: `${pool.userPoolId}, a test pool: ${jwksUri}`,
    auth: options,
    tokens: {
      alice: pool.accessToken({ sub: 'alice', groups: ['admin'], expiresInSeconds }),
      bob: pool.accessToken({ sub: 'bob', groups: ['user'], expiresInSeconds }),
      machine: pool.machineToken({ scopes: ['orders/read'], expiresInSeconds }),
    },
    signIn: testSignIn(pool),
    rows: [...anonymousRows, ...(await rowsOf(pool))],
    close,
  }
}
