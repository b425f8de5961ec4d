import type * as adapter from '@cognito-auth/fastify'
import cognitoAuth, {
  getPrincipal,
  type Principal,
  requireGroup,
  UnauthenticatedError,
} from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { loadSecondCopy } from '../../../test/support/second-copy.ts'

let pool: TestUserPool
let app: FastifyInstance
let emitWarning: MockInstance<(text: string | Error) => void>

beforeAll(async () => {
  pool = await createTestUserPool()
})

beforeEach(() => {
  emitWarning = vi.spyOn(process, 'emitWarning').mockReturnValue()
  app = Fastify()
})

afterEach(async () => {
  vi.restoreAllMocks()
  await app.close()
})

const forgery = { userId: 'root', groups: ['admin'] } as unknown as Principal

describe('getPrincipal', () => {
  it('returns the principal, which is also request.cognito', async () => {
    await app.register(cognitoAuth, pool.options)
    app.get('/', (request) => {
      const principal = getPrincipal(request)
      return Promise.resolve({ ...principal, isSame: principal === request.cognito })
    })
    const authorization = pool.bearer({ sub: '1', username: 'alice', groups: ['admin'], scopes: ['a', 'b'] })
    const answer = await app.inject({ url: '/', headers: { authorization } })
    expect(answer.json()).toMatchObject({
      isSame: true,
      kind: 'user',
      tokenUse: 'access',
      userId: '1',
      username: 'alice',
      groups: ['admin'],
      scopes: ['a', 'b'],
      clientId: pool.clientId,
      userPoolId: pool.userPoolId,
    })
  })

  it('ignores a value that was assigned to request.cognito', async () => {
    await app.register(cognitoAuth, pool.options)
    app.get('/', (request) => {
      request.cognito = forgery
      return Promise.resolve(getPrincipal(request).userId)
    })
    const { body } = await app.inject({ url: '/', headers: { authorization: pool.bearer({ sub: 'alice' }) } })
    expect(body).toBe('alice')
  })

  it('throws an error with status 401 for a forged request.cognito alone', async () => {
    await app.register(cognitoAuth, { ...pool.options, routes: false })
    app.get('/', (request) => {
      request.cognito = forgery
      return Promise.resolve(getPrincipal(request).userId)
    })
    const answer = await app.inject('/')
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="api"')
  })

  it('throws an error with status 401 and the realm of the plugin for an anonymous request', async () => {
    await app.register(cognitoAuth, { ...pool.options, routes: 'optional', realm: 'orders' })
    app.get('/', (request) => Promise.resolve(getPrincipal(request)))
    const answer = await app.inject('/')
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="orders"')
    expect(answer.json()).toMatchObject({ statusCode: 401, code: 'credentials_missing' })
  })

  it('throws if the plugin is not registered', async () => {
    app.get('/', (request) => Promise.resolve(getPrincipal(request)))
    const answer = await app.inject({ url: '/', headers: { authorization: pool.bearer() } })
    expect(answer.statusCode).toBe(401)
  })

  it('throws for an object that is not a request', () => {
    expect(() => getPrincipal({})).toThrow(UnauthenticatedError)
    expect(() => getPrincipal({ cognito: forgery })).toThrow(UnauthenticatedError)
  })
})

describe('the warning of getPrincipal', () => {
  const remedy =
    'Register cognitoAuth in the same scope or in one around it, and check that the route does not turn it off with ' +
    '`cognito: false`.'

  function sendPrincipal(request: FastifyRequest): Promise<object> {
    return Promise.resolve(getPrincipal(request))
  }

  it('is given once for each route without authentication, and names the remedy', async () => {
    await app.register(cognitoAuth, { ...pool.options, routes: false })
    app.get('/one', sendPrincipal)
    app.get('/two/:id', sendPrincipal)
    for (const url of ['/one', '/one', '/two/1', '/two/2']) {
      // oxlint-disable-next-line no-await-in-loop -- in this order
      expect((await app.inject(url)).statusCode).toBe(401)
    }
    const warning = [
      `getPrincipal() refused a request because no authentication ran before it. ${remedy}`,
      { type: 'CognitoAuthWarning', code: 'COGNITO_AUTH_GUARD_ALONE' },
    ]
    expect(emitWarning.mock.calls).toEqual([warning, warning])
  })

  it('is not given where authentication was optional', async () => {
    await app.register(cognitoAuth, { ...pool.options, routes: 'optional' })
    app.get('/', sendPrincipal)
    expect((await app.inject('/')).statusCode).toBe(401)
    expect(emitWarning).not.toHaveBeenCalled()
  })

  it('names a second copy of the package, for guards too', async () => {
    const copy = loadSecondCopy('@cognito-auth/fastify') as typeof adapter
    expect(copy.requireGroup).not.toBe(requireGroup)
    await app.register(copy.cognitoAuth, pool.options)
    app.get('/principal', sendPrincipal)
    app.get('/guard', { onRequest: requireGroup('admin') }, sendPrincipal)
    const headers = { authorization: pool.bearer({ groups: ['admin'] }) }
    expect((await app.inject({ url: '/principal', headers })).statusCode).toBe(401)
    expect((await app.inject({ url: '/guard', headers })).statusCode).toBe(401)
    const advice =
      'Another copy of @cognito-auth/fastify authenticated the request. Install the package only once.'
    expect(emitWarning.mock.calls.map(([text]) => text)).toEqual(
      ['getPrincipal()', 'requireGroup()'].map(
        (name) => `${name} refused a request because no authentication ran before it. ${advice}`,
      ),
    )
  })
})

describe('request.cognito', () => {
  it('is null for an anonymous request', async () => {
    await app.register(cognitoAuth, { ...pool.options, routes: 'optional' })
    app.get('/', (request) => Promise.resolve({ user: request.cognito }))
    expect((await app.inject('/')).json()).toEqual({ user: null })
  })

  it('is cleared if it was forged in front of the authentication', async () => {
    app.addHook('onRequest', (request, _reply, done) => {
      request.cognito = forgery
      done()
    })
    await app.register(cognitoAuth, { ...pool.options, routes: 'optional' })
    app.get('/', (request) => Promise.resolve({ user: request.cognito }))
    expect((await app.inject('/')).json()).toEqual({ user: null })
  })

  it('is not left over from an earlier request', async () => {
    await app.register(cognitoAuth, { ...pool.options, routes: 'optional' })
    app.get('/', (request) => Promise.resolve({ user: request.cognito?.userId ?? null }))
    const authorization = pool.bearer({ sub: 'alice' })
    expect((await app.inject({ url: '/', headers: { authorization } })).json()).toEqual({ user: 'alice' })
    expect((await app.inject('/')).json()).toEqual({ user: null })
  })
})
