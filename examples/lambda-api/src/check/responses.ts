import { deepEqual, equal } from 'node:assert/strict'
import type { TestUserPool } from '@cognito-auth/testing'
import { type LambdaRequest, sources } from './events.ts'
import type { LambdaFunction, LambdaResult } from './lambda-function.ts'

interface Expected {
  readonly status: number
  readonly challenge?: string
  readonly body?: Readonly<Record<string, unknown>>
}

/** Sends the same requests from everything that may stand in front of a function. */
export async function checkResponses(lambda: LambdaFunction, pool: TestUserPool): Promise<void> {
  for (const [source, write] of Object.entries(sources)) {
    for (const [request, expected] of cases(pool, source !== 'load balancer')) {
      const result = await lambda.invoke(write(request))
      const what = `${source}: ${request.method} ${request.path}`
      equal(result.statusCode, expected.status, what)
      equal(headerOf(result, 'www-authenticate'), expected.challenge, what)
      if (expected.body)
        deepEqual(pick(JSON.parse(result.body), Object.keys(expected.body)), expected.body, what)
    }
  }
}

/** @param seesAllValues whether the event has all values of a header that was sent twice. */
function cases(pool: TestUserPool, seesAllValues: boolean): readonly (readonly [LambdaRequest, Expected])[] {
  const user = pool.bearer({ sub: 'bob', groups: ['user'] })
  const admin = pool.bearer({ sub: 'alice', groups: ['admin'] })
  const me = (...authorization: string[]): LambdaRequest => ({ method: 'GET', path: '/me', authorization })
  const remove = (token: string): LambdaRequest => ({
    method: 'DELETE',
    path: '/users/bob',
    authorization: [token],
  })

  return [
    [
      { method: 'GET', path: '/health' },
      { status: 200, body: { status: 'ok' } },
    ],
    [me(), refusal(401, 'credentials_missing')],
    [me(user), { status: 200, body: { userId: 'bob', groups: ['user'] } }],
    [me(pool.bearer({ expiresInSeconds: -1 })), refusal(401, 'token_expired', 'invalid_token')],
    [me(`Bearer ${pool.idToken()}`), refusal(401, 'token_invalid', 'invalid_token')],
    [
      me(user, admin),
      seesAllValues
        ? refusal(400, 'credentials_malformed', 'invalid_request')
        : { status: 200, body: { userId: 'alice', groups: ['admin'] } },
    ],
    [remove(user), refusal(403, 'forbidden', 'insufficient_scope')],
    [remove(admin), { status: 204 }],
  ]
}

function refusal(status: number, code: string, error?: string): Expected {
  const challenge = `Bearer realm="api"${error === undefined ? '' : `, error="${error}"`}`
  return { status, challenge, body: { statusCode: status, code } }
}

function headerOf({ headers = {}, multiValueHeaders = {} }: LambdaResult, name: string): string | undefined {
  return headers[name] ?? multiValueHeaders[name]?.join(', ')
}

function pick(body: Readonly<Record<string, unknown>>, names: readonly string[]): object {
  return Object.fromEntries(names.map((name) => [name, body[name]]))
}
