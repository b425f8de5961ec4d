import type { TestUserPool } from '@cognito-auth/testing'
import type { Reply } from '../../support/http.ts'

/** A request, and the answer that the packages promise for it. Requests for `/admin` need the group `admin`. */
export interface Case {
  readonly title: string
  readonly path: string
  readonly authorization: (pool: TestUserPool) => string | undefined
  readonly answer: Answer
}

/** A request that is refused. */
export interface RefusedCase extends Case {
  /** Member `message` of the JSON body. */
  readonly message: string
}

/** What a client sees of an answer. */
export interface Answer {
  readonly status: number
  /** Member `code` of a JSON body. */
  readonly code?: string | undefined
  readonly challenge?: unknown
  readonly cacheControl?: unknown
}

/** The name in the challenges, which are then known to come from the options of a test and not from a default. */
export const realm = 'companions'

export const refusals: readonly RefusedCase[] = [
  {
    title: 'an anonymous client',
    path: '/orders',
    authorization: () => undefined,
    answer: refusal(401, 'credentials_missing'),
    message: 'A bearer token is required',
  },
  {
    title: 'an expired token',
    path: '/orders',
    authorization: (pool) => pool.bearer({ expiresInSeconds: -1 }),
    answer: refusal(401, 'token_expired', 'invalid_token'),
    message: 'The token has expired',
  },
  {
    title: 'malformed credentials',
    path: '/orders',
    authorization: () => 'Bearer a b',
    answer: refusal(400, 'credentials_malformed', 'invalid_request'),
    message: 'The bearer credentials are malformed',
  },
  {
    title: 'a user who is not in the group',
    path: '/admin',
    authorization: (pool) => pool.bearer({ groups: ['staff'] }),
    answer: refusal(403, 'forbidden', 'insufficient_scope'),
    message: 'The token does not permit this',
  },
]

export const passes: readonly Case[] = [
  {
    title: 'a user',
    path: '/orders',
    authorization: (pool) => pool.bearer(),
    answer: { status: 200 },
  },
  {
    title: 'a member of the group',
    path: '/admin',
    authorization: (pool) => pool.bearer({ groups: ['admin'] }),
    answer: { status: 200 },
  },
]

function refusal(status: number, code: string, error?: string): Answer {
  const parameter = error === undefined ? '' : `, error="${error}"`
  return { status, code, challenge: `Bearer realm="${realm}"${parameter}`, cacheControl: 'no-store' }
}

/** Reads an answer. Members that it does not have are `undefined`. */
export function answerOf({ status, headers, body }: Reply): Answer {
  const isJson = String(headers['content-type']).startsWith('application/json')
  const content: unknown = isJson ? JSON.parse(body) : undefined
  const code = (content as { code?: string } | undefined)?.code
  return { status, code, challenge: headers['www-authenticate'], cacheControl: headers['cache-control'] }
}
