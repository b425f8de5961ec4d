import cognitoAuth, {
  type AuthHook,
  authorize,
  ConfigurationError,
  createAuthenticator,
  type FastifyAuthOptions,
  requireAnyScope,
  requireGroup,
  requireScope,
  type RouteMode,
  securityOf,
} from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import Fastify, { type FastifyInstance, type FastifySchema, type RouteShorthandOptions } from 'fastify'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

let pool: TestUserPool
let app: FastifyInstance

beforeAll(async () => {
  pool = await createTestUserPool()
})

beforeEach(() => {
  app = Fastify()
})

afterEach(async () => {
  vi.restoreAllMocks()
  await app.close()
})

function done(): Promise<string> {
  return Promise.resolve('done')
}

/** A hook that is no guard. */
const hook: AuthHook = (_request, _reply, next) => next()

/** The schema of a route after it was added. */
async function schemaOf(
  route: RouteShorthandOptions,
  options: Partial<FastifyAuthOptions> = { openapi: true },
): Promise<FastifySchema | undefined> {
  await app.register(cognitoAuth, { ...pool.options, ...options } as FastifyAuthOptions)
  let schema: FastifySchema | undefined
  app.addHook('onRoute', (added) => {
    if (added.method === 'GET') ({ schema } = added)
  })
  app.get('/', route, done)
  await app.ready()
  // Fastify marks schemas with a symbol.
  return structuredClone(schema)
}

const signedIn = { security: [{ cognito: [] }] }

describe('securityOf', () => {
  it('reads the hooks', () => {
    expect(securityOf(requireGroup('admin'))).toEqual({ groups: [['admin']] })
    expect(securityOf(requireScope('orders/read'))).toEqual({ scopes: [['orders/read']] })
    expect(securityOf(authorize(() => true))).toBeUndefined()
  })
})

describe('The option openapi', () => {
  it.each([
    ['no guard', {}, signedIn],
    ['a scope', { onRequest: requireScope('a') }, { security: [{ cognito: ['a'] }] }],
    ['a group', { onRequest: requireGroup('a') }, { ...signedIn, 'x-cognito-groups': [['a']] }],
    ['a guard in preValidation', { preValidation: requireScope('a') }, { security: [{ cognito: ['a'] }] }],
    ['a guard in preHandler', { preHandler: requireScope('a') }, { security: [{ cognito: ['a'] }] }],
    [
      'guards in several hooks',
      { onRequest: [requireScope('a'), hook], preHandler: requireAnyScope('b', 'c') },
      { security: [{ cognito: ['a', 'b'] }, { cognito: ['a', 'c'] }] },
    ],
    ['a custom check', { onRequest: authorize(() => true) }, signedIn],
    ['a hook that is no guard', { onRequest: hook }, signedIn],
  ])('writes down what a route with %s requires', async (_, route, schema) => {
    expect(await schemaOf(route)).toEqual(schema)
  })

  it.each<[string, RouteShorthandOptions, RouteMode, object | undefined]>([
    ['optional', { config: { cognito: 'optional' } }, 'required', { security: [{ cognito: [] }, {}] }],
    ['optional by default', {}, 'optional', { security: [{ cognito: [] }, {}] }],
    [
      'optional, but guarded',
      { onRequest: requireScope('a') },
      'optional',
      { security: [{ cognito: ['a'] }] },
    ],
    ['optional, but guarded by a custom check', { onRequest: authorize(() => true) }, 'optional', signedIn],
    ['off', { config: { cognito: false } }, 'required', { security: [] }],
    [
      'off, but guarded',
      { config: { cognito: false }, onRequest: requireGroup('a') },
      'required',
      { security: [] },
    ],
    ['required', { config: { cognito: 'required' } }, false, signedIn],
    ['off by default', { onRequest: requireScope('a') }, false, undefined],
  ])('writes down what a route requires whose mode is %s', async (_, route, routes, schema) => {
    expect(await schemaOf(route, { openapi: true, routes })).toEqual(schema)
  })

  it('takes an unknown mode for required', async () => {
    const route = { config: { cognito: 'none' } } as object
    expect(await schemaOf(route)).toEqual(signedIn)
  })

  it('keeps what a route says', async () => {
    const schema: object = { summary: 'Orders', security: [{ apiKey: [] }], 'x-cognito-groups': 'secret' }
    expect(await schemaOf({ schema, onRequest: requireGroup('a') })).toEqual(schema)
  })

  it('overrides a security that is undefined', async () => {
    expect(await schemaOf({ schema: { security: undefined } as object })).toEqual(signedIn)
  })

  it('does not change a schema that routes share', async () => {
    const schema: object = { summary: 'Orders' }
    expect(await schemaOf({ schema })).toEqual({ ...schema, ...signedIn })
    expect(schema).toEqual({ summary: 'Orders' })
  })

  it.each([false, undefined])('changes nothing if it is %s', async (openapi) => {
    expect(await schemaOf({ onRequest: requireScope('a') }, { openapi })).toBeUndefined()
  })

  it.each(['yes', 1, null, {}])('must not be %j', async (openapi) => {
    const options = { ...pool.options, openapi } as FastifyAuthOptions
    const error: unknown = await Promise.resolve(app.register(cognitoAuth, options)).catch((reason) => reason)
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(/^openapi is .*\. It must be true or false\.$/),
    )
  })

  it('may be combined with an authenticator', async () => {
    const authenticator = createAuthenticator(pool.options)
    await app.register(cognitoAuth, { authenticator, openapi: true })
    let schema: FastifySchema | undefined
    app.addHook('onRoute', (route) => {
      ;({ schema } = route)
    })
    app.get('/', done)
    expect(structuredClone(schema)).toEqual(signedIn)
  })

  it('describes routes of plugins that are registered later, also without await', async () => {
    const found: Record<string, FastifySchema | undefined> = {}
    app.addHook('onRoute', ({ url, schema }) => {
      found[url] = schema
    })
    app.register(cognitoAuth, { ...pool.options, openapi: true })
    app.get('/too-early', done)
    app.register(async (scope) => {
      scope.addHook('onRoute', ({ url, schema }) => {
        found[url] = schema
      })
      scope.get('/in-time', done)
    })
    await app.ready()
    expect(structuredClone(found)).toEqual({ '/too-early': undefined, '/in-time': signedIn })
  })

  it('describes the routes of inner scopes, and no others', async () => {
    const found: Record<string, FastifySchema | undefined> = {}
    app.addHook('onRoute', ({ url, schema }) => {
      found[url] = schema
    })
    await app.register(async (scope) => {
      await scope.register(cognitoAuth, { ...pool.options, openapi: true })
      scope.addHook('onRoute', ({ url, schema }) => {
        found[url] = schema
      })
      await scope.register((inner, _options, next) => {
        inner.get('/inside', done)
        next()
      })
    })
    app.get('/outside', done)
    await app.ready()
    expect(structuredClone(found)).toEqual({ '/inside': signedIn, '/outside': undefined })
  })

  it('grants nothing: a schema that calls a route open does not open it', async () => {
    const schema: object = { security: [] }
    await app.register(cognitoAuth, { ...pool.options, openapi: true })
    app.get('/', { schema, onRequest: requireGroup('admin') }, done)
    const statusFor = async (headers: object) =>
      (await app.inject({ url: '/', headers: { ...headers } })).statusCode
    expect(await statusFor({})).toBe(401)
    expect(await statusFor({ authorization: pool.bearer() })).toBe(403)
    expect(await statusFor({ authorization: pool.bearer({ groups: ['admin'] }) })).toBe(200)
  })
})
