import cognitoAuth, {
  type AuthHook,
  type Authenticator,
  authorize,
  ConfigurationError,
  getPrincipal,
  inGroup,
  type Principal,
  requireAllGroups,
  requireAllScopes,
  requireAnyGroup,
  requireAnyScope,
  requireGroup,
  requireScope,
  requireStepUp,
  type StepUpRequirement,
  type RouteMode,
} from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import Fastify, { type FastifyContextConfig, type FastifyInstance, type FastifyRequest } from 'fastify'
import { pino } from 'pino'
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest'

let pool: TestUserPool

beforeAll(async () => {
  pool = await createTestUserPool()
})

describe('the decorations', () => {
  it('are a principal or null, and an authenticator', () => {
    expectTypeOf<FastifyRequest['cognito']>().not.toBeAny()
    expectTypeOf<FastifyRequest['cognito']>().toEqualTypeOf<Principal | null>()
    expectTypeOf<FastifyInstance['cognito']>().not.toBeAny()
    expectTypeOf<FastifyInstance['cognito']>().toEqualTypeOf<Authenticator>()
  })
})

describe('the config of a route', () => {
  it('takes the modes and nothing else', () => {
    expectTypeOf<FastifyContextConfig['cognito']>().not.toBeAny()
    expectTypeOf<FastifyContextConfig['cognito']>().toEqualTypeOf<RouteMode | undefined>()
    expectTypeOf<RouteMode>().toEqualTypeOf<'required' | 'optional' | false>()
    const app = Fastify()
    app.get('/open', { config: { cognito: false } }, () => Promise.resolve('ok'))
    app.get('/optional', { config: { cognito: 'optional' } }, () => Promise.resolve('ok'))
    // @ts-expect-error -- no mode
    app.get('/true', { config: { cognito: true } }, () => Promise.resolve('ok'))
    // @ts-expect-error -- no mode
    app.get('/none', { config: { cognito: 'none' } }, () => Promise.resolve('ok'))
  })
})

describe('plugin and hooks', () => {
  it('fit a server of HTTP/1', async () => {
    const app = Fastify()
    await app.register(cognitoAuth, pool.options)
    app.addHook('onRequest', requireGroup('staff'))
    app.get('/', { onRequest: requireGroup('admin'), preHandler: [requireScope('a')] }, () =>
      Promise.resolve('ok'),
    )
    expect((await app.inject('/')).statusCode).toBe(401)
  })

  it('fit a server of HTTPS', async () => {
    const app = Fastify({ https: {} })
    await app.register(cognitoAuth, pool.options)
    app.addHook('onRequest', requireGroup('staff'))
    app.get('/', { onRequest: requireGroup('admin'), preHandler: [requireScope('a')] }, (request) =>
      Promise.resolve(getPrincipal(request)),
    )
    expect((await app.inject('/')).statusCode).toBe(401)
  })

  it('fit a server of HTTP/2', async () => {
    const app = Fastify({ http2: true })
    await app.register(cognitoAuth, pool.options)
    app.addHook('onRequest', requireGroup('staff'))
    app.get('/', { onRequest: requireGroup('admin'), preHandler: [requireScope('a')] }, (request) =>
      Promise.resolve(getPrincipal(request)),
    )
    expect((await app.inject('/')).statusCode).toBe(401)
  })

  it('fit a server of HTTP/2 with TLS', async () => {
    const app = Fastify({ http2: true, https: {} })
    await app.register(cognitoAuth, pool.options)
    app.addHook('onRequest', requireGroup('staff'))
    app.get('/', { onRequest: requireGroup('admin'), preHandler: [requireScope('a')] }, (request) =>
      Promise.resolve(getPrincipal(request)),
    )
    expect((await app.inject('/')).statusCode).toBe(401)
  })

  it('fit a server with a pino logger of its own', async () => {
    const logger = pino({ enabled: false })
    const app = Fastify({ loggerInstance: logger })
    await app.register(cognitoAuth, { ...pool.options, logger })
    app.get('/', { onRequest: requireGroup('admin') }, () => Promise.resolve('ok'))
    expect((await app.inject('/')).statusCode).toBe(401)
  })

  it('leave the types of a route alone', () => {
    const app = Fastify()
    app.get<{ Params: { id: string } }>('/:id', { onRequest: requireGroup('admin') }, (request) => {
      expectTypeOf(request.params).toEqualTypeOf<{ id: string }>()
      expectTypeOf(request.cognito).toEqualTypeOf<Principal | null>()
      return Promise.resolve(request.params.id)
    })
    expectTypeOf(requireGroup('admin')).toEqualTypeOf<AuthHook>()
    expectTypeOf<AuthHook>().not.toBeAny()
  })
})

describe('getPrincipal', () => {
  it('returns a principal, with claims of your own if you name them', () => {
    expectTypeOf(getPrincipal).returns.not.toBeAny()
    expectTypeOf<ReturnType<typeof getPrincipal<object>>>().toEqualTypeOf<Principal>()
    type Tenant = { 'custom:tenant'?: string }
    type Claims = ReturnType<typeof getPrincipal<Tenant>>['claims']
    expectTypeOf<Claims['custom:tenant']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<FastifyRequest>().toExtend<Parameters<typeof getPrincipal>[0]>()
  })
})

describe('guards', () => {
  it('take one name or several, as they say', () => {
    // @ts-expect-error -- none
    expect(() => requireGroup()).toThrow(ConfigurationError)
    // @ts-expect-error -- several
    expect(() => requireGroup('one', 'two')).toThrow(ConfigurationError)
    // @ts-expect-error -- a list
    expect(() => requireGroup(['one'])).toThrow(ConfigurationError)
    // @ts-expect-error -- several
    expect(() => requireScope('one', 'two')).toThrow(ConfigurationError)
    // @ts-expect-error -- a list
    expect(() => requireAnyScope(['one', 'two'])).toThrow(ConfigurationError)
    // @ts-expect-error -- a number
    expect(() => requireAllScopes('one', 2)).toThrow(ConfigurationError)
    // @ts-expect-error -- none
    expect(() => requireStepUp()).toThrow(ConfigurationError)
    // @ts-expect-error -- misspelt
    expect(() => requireStepUp({ maxAge: 60 })).toThrow(ConfigurationError)
    expectTypeOf(requireStepUp).toEqualTypeOf<
      (...requirement: [requirement: StepUpRequirement]) => AuthHook
    >()
    expectTypeOf(requireAnyGroup).toEqualTypeOf<(...groups: string[]) => AuthHook>()
    expectTypeOf(requireAllGroups).toEqualTypeOf<(...groups: string[]) => AuthHook>()
  })
})

describe('authorize', () => {
  it('takes a check that decides, now or later', () => {
    authorize((principal, request) => {
      expectTypeOf(principal).toEqualTypeOf<Principal>()
      expectTypeOf(request).toEqualTypeOf<FastifyRequest>()
      return true
    })
    authorize<{ Params: { id: string }; Body: { name: string } }>(({ userId }, request) => {
      expectTypeOf(request.params).toEqualTypeOf<{ id: string }>()
      expectTypeOf(request.body).toEqualTypeOf<{ name: string }>()
      return Promise.resolve(userId === request.params.id)
    })
    expectTypeOf(authorize(inGroup('admin'))).toEqualTypeOf<AuthHook>()
  })

  it('takes the type of the request', () => {
    interface TenantRequest extends FastifyRequest<{ Params: { id: string } }> {
      tenant: string
    }
    const guard = authorize<TenantRequest>(({ userId }, request) => {
      expectTypeOf(request).toEqualTypeOf<TenantRequest>()
      return userId === request.params.id && request.tenant === 'one'
    })
    const app = Fastify()
    app.get<{ Params: { id: string } }>('/users/:id', { onRequest: guard }, (request) => {
      expectTypeOf(request.params).toEqualTypeOf<{ id: string }>()
      return Promise.resolve('ok')
    })
    expectTypeOf(guard).toEqualTypeOf<AuthHook>()
    // @ts-expect-error -- no such member
    authorize<TenantRequest>((_principal, request) => request.user === 'alice')
    // @ts-expect-error -- no request
    authorize<string>(() => true)
  })

  it('takes no check that may forget to decide', () => {
    // @ts-expect-error -- nothing
    authorize(() => {})
    // @ts-expect-error -- nothing, later
    authorize(() => Promise.resolve())
    // @ts-expect-error -- a text
    authorize(() => 'yes')
    // @ts-expect-error -- no function
    expect(() => authorize(true)).toThrow(ConfigurationError)
  })
})

describe('options', () => {
  it('are those of an authenticator and routes', () => {
    const app = Fastify()
    void app.register(cognitoAuth, { ...pool.options, routes: false })
    const register = (wrong: () => unknown) => expectTypeOf(wrong).toBeFunction()
    // @ts-expect-error -- no mode
    register(() => app.register(cognitoAuth, { ...pool.options, routes: true }))
    // @ts-expect-error -- misspelt
    register(() => app.register(cognitoAuth, { ...pool.options, route: false }))
    // @ts-expect-error -- an option of the Express middleware
    register(() => app.register(cognitoAuth, { ...pool.options, onRefused: () => {} }))
  })
})
