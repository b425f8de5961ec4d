import {
  type AuthError,
  authorize,
  ConfigurationError,
  getPrincipal,
  inGroup,
  type OnRefused,
  optionalAuth,
  type Principal,
  protectedResource,
  requireAllGroups,
  requireAllScopes,
  requireAnyGroup,
  requireAnyScope,
  requireAuth,
  requireGroup,
  requireScope,
  requireStepUp,
  sendAuthError,
  serveMetadata,
  UnauthenticatedError,
} from '@cognito-auth/express'
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import { describe, expect, expectTypeOf, it } from 'vitest'

const options = { userPoolId: 'us-east-1_EXAMPLE1', clientId: 'client' }

describe('req.cognito', () => {
  it('is a principal or undefined', () => {
    expectTypeOf<Request['cognito']>().not.toBeAny()
    expectTypeOf<Request['cognito']>().toEqualTypeOf<Principal | undefined>()
  })
})

describe('getPrincipal', () => {
  it('returns a principal, with claims of your own if you name them', () => {
    expectTypeOf(getPrincipal).returns.not.toBeAny()
    expectTypeOf<ReturnType<typeof getPrincipal<object>>>().toEqualTypeOf<Principal>()
    type Tenant = { 'custom:tenant'?: string }
    type Claims = ReturnType<typeof getPrincipal<Tenant>>['claims']
    expectTypeOf<Claims['custom:tenant']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<Claims['custom:other']>().toEqualTypeOf<unknown>()
  })

  it('takes a request', () => {
    expectTypeOf<Request>().toExtend<Parameters<typeof getPrincipal>[0]>()
    // @ts-expect-error -- a token is no request
    expect(() => getPrincipal('token')).toThrow(UnauthenticatedError)
  })
})

describe('an inline handler', () => {
  it('knows its path parameters behind the middleware and the guards', () => {
    const app = express()
    const auth = requireAuth(options)
    app.get('/users/:id', auth, (req) => {
      expectTypeOf(req.params).toEqualTypeOf<{ id: string }>()
    })
    app.get('/users/:id/:tab', auth, requireGroup('admin'), requireScope('orders/read'), (req) => {
      expectTypeOf(req.params).not.toBeAny()
      expectTypeOf({ ...req.params }).toEqualTypeOf<{ id: string; tab: string }>()
    })
    app.get(
      '/users/:id',
      optionalAuth(options),
      requireAnyGroup('a', 'b'),
      requireAllGroups('a', 'b'),
      (req) => {
        expectTypeOf(req.params).toEqualTypeOf<{ id: string }>()
      },
    )
    app.get(
      '/users/:id',
      requireAnyScope('a', 'b'),
      requireAllScopes('a', 'b'),
      requireStepUp({ amr: ['mfa'] }),
      (req) => {
        expectTypeOf(req.params).toEqualTypeOf<{ id: string }>()
      },
    )
    app.get(
      '/users/:id',
      authorize(({ userId }, req) => userId === req.params['id']),
      (req) => {
        expectTypeOf(req.params).toEqualTypeOf<{ id: string }>()
      },
    )
    // @ts-expect-error -- there is no such parameter
    app.get('/users/:id', auth, (req) => req.params.ID)
    expectTypeOf(app).not.toBeAny()
  })
})

describe('res.locals', () => {
  it('may have any type, an interface included, in handlers behind the middleware and the guards', () => {
    interface Locals {
      requestId: string
    }
    function show(req: Request<{ id: string }>, res: Response<string, Locals>): void {
      res.send(res.locals.requestId + req.params.id)
    }
    const app = express()
    app.get('/a/:id', requireAuth(options), optionalAuth(options), requireGroup('admin'), show)
    app.get(
      '/b/:id',
      requireAuth(options),
      authorize(() => true),
      show,
    )
    function authenticate(req: Request, res: Response<string, Locals>, next: NextFunction): void {
      requireAuth(options)(req, res, next)
    }
    expectTypeOf(authenticate).toBeFunction()
  })
})

describe('middleware and guards', () => {
  it('fit wherever Express takes a handler', () => {
    const handlers: RequestHandler[] = [requireAuth(options), requireGroup('admin'), authorize(() => true)]
    const app = express()
    const router = express.Router()
    app.use(handlers)
    app.use('/users/:id', requireAuth(options), requireGroup('admin'), router)
    router.use(requireAuth(options))
    router.route('/').all(requireAuth(options)).get(requireGroup('admin'))
    expectTypeOf(requireAuth(options)).toExtend<RequestHandler>()
    expectTypeOf(requireGroup('admin')).toExtend<RequestHandler<{ id: string }>>()
    expectTypeOf(requireAuth(options)).not.toBeAny()
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
    expect(() => requireAnyGroup(['one', 'two'])).toThrow(ConfigurationError)
    // @ts-expect-error -- a number
    expect(() => requireAllScopes('one', 2)).toThrow(ConfigurationError)
    // @ts-expect-error -- none
    expect(() => requireStepUp()).toThrow(ConfigurationError)
    // @ts-expect-error -- several
    expect(() => requireStepUp({ amr: ['mfa'] }, { maxAgeSeconds: 60 })).toThrow(ConfigurationError)
    // @ts-expect-error -- misspelt
    expect(() => requireStepUp({ maxAge: 60 })).toThrow(ConfigurationError)
    // @ts-expect-error -- a text
    expect(() => requireStepUp({ acrValues: 'urn:cognito:loa:4' })).toThrow(ConfigurationError)
  })
})

describe('authorize', () => {
  it('takes a check that decides, now or later', () => {
    authorize((principal, req) => {
      expectTypeOf(principal).toEqualTypeOf<Principal>()
      expectTypeOf(req).toEqualTypeOf<Request>()
      return true
    })
    expectTypeOf(authorize).toBeCallableWith(inGroup('admin'))
    expectTypeOf(authorize).toBeCallableWith(() => ({ allowed: false, scope: 'orders/read' }) as const)
    expectTypeOf(authorize).toBeCallableWith(() => Promise.resolve(true))
    expectTypeOf(authorize).toBeCallableWith(() => Promise.resolve({ allowed: true } as const))
  })

  it('takes the type of the request', () => {
    interface TenantRequest extends Request<{ id: string }> {
      tenant: string
    }
    const guard = authorize<TenantRequest>(({ userId }, req) => {
      expectTypeOf(req).toEqualTypeOf<TenantRequest>()
      return userId === req.params.id && req.tenant === 'one'
    })
    const forParams = authorize<Request<{ id: string }>>(({ userId }, req) => userId === req.params.id)
    express().get('/users/:id', guard, forParams, (req) => {
      expectTypeOf(req.params).toEqualTypeOf<{ id: string }>()
    })
    expectTypeOf(guard).toEqualTypeOf(authorize(() => true))
    // @ts-expect-error -- no such member
    authorize<TenantRequest>((_principal, req) => req.user === 'alice')
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
    // @ts-expect-error -- maybe
    authorize(({ username }) => username && username === 'alice')
    // @ts-expect-error -- no function
    expect(() => authorize(true)).toThrow(ConfigurationError)
  })
})

describe('options', () => {
  it('are those of an authenticator and onRefused', () => {
    requireAuth({
      ...options,
      onRefused(error, req, res, next) {
        expectTypeOf(error).toEqualTypeOf<AuthError>()
        expectTypeOf(req).toEqualTypeOf<Request>()
        expectTypeOf(res).toEqualTypeOf<Response>()
        expectTypeOf(next).toEqualTypeOf<NextFunction>()
      },
    })
    expectTypeOf<OnRefused>().returns.toEqualTypeOf<unknown>()
    // @ts-expect-error -- misspelt
    expect(() => requireAuth({ ...options, onRefuse: () => {} })).toThrow(ConfigurationError)
    // @ts-expect-error -- a number of the wrong type
    expect(() => requireAuth({ ...options, graceSeconds: '5' })).toThrow(ConfigurationError)
    // @ts-expect-error -- no authenticator
    expect(() => requireAuth({ authenticator: {} })).toThrow(ConfigurationError)
  })
})

describe('sendAuthError', () => {
  it('takes a response and an AuthError', () => {
    expectTypeOf(sendAuthError).parameters.toEqualTypeOf<[res: Response, error: AuthError]>()
  })
})

describe('serveMetadata', () => {
  const resource = protectedResource({
    resource: 'https://api.example.com/mcp',
    scopes: ['orders/read'],
    domain: 'auth.example.com',
  })

  it('is middleware for Express, which leaves path parameters inferred', () => {
    const app = express()
    app.use(serveMetadata(resource))
    app.get('/users/:id', serveMetadata(resource), (req) => {
      expectTypeOf(req.params).toEqualTypeOf<{ id: string }>()
    })
  })

  it('goes with the option protectedResource', () => {
    expect(requireAuth({ ...options, protectedResource: resource })).toBeTypeOf('function')
    // @ts-expect-error -- a URL is not a resource
    expect(() => requireAuth({ ...options, protectedResource: 'https://api.example.com' })).toThrow(
      ConfigurationError,
    )
  })
})
