/** Starts the API with a test user pool, sends requests, and fails unless the answers are correct. */
import { deepEqual, equal } from 'node:assert/strict'
import { createTestUserPool } from '@cognito-auth/testing'
import { createApi } from './api.ts'

const pool = await createTestUserPool()
const api = await createApi({ auth: pool.options, logLevel: 'silent' })
const url = await api.listen({ port: 0, host: '127.0.0.1' })

const admin = pool.bearer({ sub: 'alice', groups: ['admin'] })
const user = pool.bearer({ sub: 'bob', groups: ['user'] })
const otherDevice = pool.bearer({ sub: 'bob', groups: ['user'] })
const machine = `Bearer ${pool.machineToken({ scopes: ['orders/read'] })}`

try {
  const health = await request('GET', '/health')
  equal(health.status, 200)

  const documentation = await request('GET', '/docs/json')
  const { paths } = (await documentation.json()) as {
    paths: Record<string, { get?: { security?: unknown } }>
  }
  deepEqual(paths['/orders']?.get?.security, [{ cognito: ['orders/read'] }])
  deepEqual(paths['/health']?.get?.security, [])

  const anonymous = await request('GET', '/me')
  equal(anonymous.status, 401)
  equal(anonymous.headers.get('www-authenticate'), 'Bearer realm="api"')

  const me = await request('GET', '/me', user)
  deepEqual(await me.json(), { kind: 'user', userId: 'bob', groups: ['user'] })

  const expired = await request('GET', '/me', pool.bearer({ expiresInSeconds: -1 }))
  equal(expired.status, 401)

  equal((await request('GET', '/users/bob', user)).status, 200)
  equal((await request('GET', '/users/alice', user)).status, 403)
  equal((await request('GET', '/users/bob', admin)).status, 200)

  equal((await request('DELETE', '/users/bob', user)).status, 403)
  equal((await request('DELETE', '/users/bob', admin)).status, 204)

  const withoutScope = await request('GET', '/orders', admin)
  equal(withoutScope.status, 403)
  equal(
    withoutScope.headers.get('www-authenticate'),
    'Bearer realm="api", error="insufficient_scope", scope="orders/read"',
  )
  deepEqual(await (await request('GET', '/orders', machine)).json(), [{ id: 1, item: 'tea' }])

  equal((await request('PUT', '/email', user)).status, 204)
  const signedInAnHourAgo = await request('PUT', '/email', pool.bearer({ signedInSecondsAgo: 3600 }))
  equal(signedInAnHourAgo.status, 401)
  equal(
    signedInAnHourAgo.headers.get('www-authenticate'),
    'Bearer realm="api", error="insufficient_user_authentication", max_age="60"',
  )
  equal(await codeOf(signedInAnHourAgo), 'step_up_required')
  equal((await request('PUT', '/email', machine)).status, 403)

  equal((await request('POST', '/sign-out', user)).status, 204)
  const signedOut = await request('GET', '/me', user)
  equal(signedOut.status, 401)
  equal(await codeOf(signedOut), 'token_revoked')
  equal((await request('GET', '/me', otherDevice)).status, 200)

  equal((await request('POST', '/sign-out/everywhere', otherDevice)).status, 204)
  equal(await codeOf(await request('GET', '/me', otherDevice)), 'token_revoked')
  equal((await request('GET', '/me', admin)).status, 200)
} finally {
  await api.close()
}
console.log('The Fastify API answers as it should')

function request(method: string, path: string, authorization?: string): Promise<Response> {
  return fetch(url + path, {
    method,
    headers: authorization === undefined ? {} : { authorization },
  })
}

async function codeOf(response: Response): Promise<unknown> {
  const { code } = (await response.json()) as { code?: unknown }
  return code
}
