import { createTestUserPool } from '@cognito-auth/testing'
import { type Pool, realPool as realSignIn, testPool as testSignIn } from '@example/sign-in'
import { anonymousRows, type Row, createRows } from './rows.ts'

/** The user pool of the demo. */
export interface DemoPool {
  readonly description: string

  /** Options for `createApi`. `undefined` if the APIs read them from the environment. */
  readonly auth: { userPoolId: string; clientId: string; jwksUri: string } | undefined

  /** Tokens to print, by the name of a shell variable. */
  readonly tokens: Readonly<Record<string, string>>

  /** The pool in which the page signs users in. */
  readonly signIn: Pool

  /** The requests to send to both APIs. */
  readonly rows: readonly Row[]

  close(): Promise<void>
}

/** Opens the user pool from the environment, or a test pool if there is none. */
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
    rows: [...anonymousRows, ...(await createRows(pool))],
    close,
  }
}
