import cognitoAuth, { getPrincipal, type Principal, UnauthenticatedError } from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

let pool: TestUserPool
let app: FastifyInstance

beforeAll(async () => {
  pool = await createTestUserPool()
})

beforeEach(() => {
  app = Fastify()
})

afterEach(() => app.close())

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
