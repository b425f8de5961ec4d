import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'

/** A request, its sender, and the expected answer. */
export interface Row {
  readonly who: string
  readonly authorization: string | undefined
  readonly method: string
  readonly path: string
  readonly expected: string

  /** Whether the request is sent to the Express API alone. Default: it is sent to both APIs. */
  readonly isForExpress?: boolean
}

export const anonymousRows: readonly Row[] = toRows('anonymous', undefined, {
  'GET /health': '200 OK',
  'GET /me': '401 credentials_missing',
  'DELETE /users/bob': '401 credentials_missing',
})

export async function createRows(pool: TestUserPool): Promise<readonly Row[]> {
  const alice = { sub: 'alice', groups: ['admin'] }
  const bob = { sub: 'bob', groups: ['user'] }
  const laptop = pool.bearer(bob)
  const phone = pool.bearer(bob)
  const foreignPool = await createTestUserPool() // same IDs, different keys

  return [
    ...toRows('alice (admin)', pool.bearer(alice), {
      'GET /me': '200 OK',
      'GET /users/bob': '200 OK',
      'DELETE /users/bob': '204 No Content',
      'GET /orders': '403 forbidden',
      'PUT /email': '204 No Content',
    }),
    ...toRows('alice, an hour later', pool.bearer({ ...alice, signedInSecondsAgo: 3600 }), {
      'PUT /email': '401 step_up_required',
    }),
    ...toRows('bob (user)', pool.bearer(bob), {
      'GET /me': '200 OK',
      'GET /users/bob': '200 OK',
      'GET /users/alice': '403 forbidden',
      'DELETE /users/bob': '403 forbidden',
    }),
    ...toRows('machine, orders/read', `Bearer ${pool.machineToken()}`, {
      'GET /me': '200 OK',
      'GET /orders': '200 OK',
      'DELETE /users/bob': '403 forbidden',
    }),
    ...toRows('alice, ID token', `Bearer ${pool.idToken(alice)}`, { 'GET /me': '401 token_invalid' }),
    ...toRows('alice, expired', pool.bearer({ ...alice, expiresInSeconds: -1 }), {
      'GET /me': '401 token_expired',
    }),
    ...toRows('alice, other client', pool.bearer({ ...alice, clientId: 'another' }), {
      'GET /me': '401 token_invalid',
    }),
    ...toRows('bob, edited to admin', `Bearer ${editGroups(pool.accessToken(bob), alice.groups)}`, {
      'DELETE /users/bob': '401 token_invalid',
    }),
    ...toRows('alice, foreign keys', foreignPool.bearer(alice), { 'GET /me': '401 token_invalid' }),
    ...toRows('garbled header', 'Bearer one two', { 'GET /me': '400 credentials_malformed' }),
    ...signOutRows(laptop, phone),
  ]
}

/** One sign-in ends at the Express API. The Fastify API refuses its token too, and accepts another sign-in of the user. */
function signOutRows(laptop: string, phone: string): readonly Row[] {
  const [signOut] = toRows('bob, laptop', laptop, { 'POST /sign-out': '204 No Content' })
  return [
    ...(signOut ? [{ ...signOut, isForExpress: true }] : []),
    ...toRows('bob, laptop', laptop, { 'GET /me': '401 token_revoked' }),
    ...toRows('bob, phone', phone, { 'GET /me': '200 OK' }),
  ]
}

function toRows(
  who: string,
  authorization: string | undefined,
  answers: Readonly<Record<string, string>>,
): readonly Row[] {
  return Object.entries(answers).map(([request, expected]) => {
    const [method = '', path = ''] = request.split(' ')
    return { who, authorization, method, path, expected }
  })
}

/** Replaces the groups in a token and keeps its signature. */
function editGroups(token: string, groups: readonly string[]): string {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const claims: object = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const forged = Buffer.from(JSON.stringify({ ...claims, 'cognito:groups': groups })).toString('base64url')
  return [header, forged, signature].join('.')
}
