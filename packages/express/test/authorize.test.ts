import {
  allOf,
  anyOf,
  type AuthHandler,
  authorize,
  type Check,
  ConfigurationError,
  hasScope,
  inGroup,
  optionalAuth,
  requireAllGroups,
  requireAllScopes,
  requireAnyGroup,
  requireAnyScope,
  requireAuth,
  requireGroup,
  requireScope,
  requireStepUp,
  steppedUp,
} from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool, type TokenOptions } from '@cognito-auth/testing'
import express, { type Request, type RequestHandler, type Response } from 'express'
import request from 'supertest'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { expressVersions } from '../../../test/support/express.ts'

let pool: TestUserPool

beforeAll(async () => {
  pool = await createTestUserPool()
})

afterEach(() => {
  vi.restoreAllMocks()
})

function done(_req: Request, res: Response): void {
  res.send('done')
}

describe.each(expressVersions)('authorize on $name', ({ createApp }) => {
  it('passes the principal and the request to the check', async () => {
    const app = createApp()
    app.use(requireAuth(pool.options))
    app.get(
      '/users/:id',
      authorize(({ userId }, req) => userId === req.params['id']),
      done,
    )
    const get = (path: string) =>
      request(app)
        .get(path)
        .set('Authorization', pool.bearer({ sub: 'alice' }))
    await get('/users/alice').expect(200, 'done')
    await get('/users/bob').expect(403)
  })

  it('passes an error of the check to the error handler unchanged', async () => {
    const failure = new Error('No database')
    const seen: unknown[] = []
    const app = createApp()
    app.use(requireAuth(pool.options))
    app.get(
      '/',
      authorize(() => Promise.reject(failure)),
      done,
    )
    app.use((error: unknown, _req: Request, res: Response, _next: unknown) => {
      seen.push(error)
      res.status(500).end()
    })
    await request(app).get('/').set('Authorization', pool.bearer()).expect(500)
    expect(seen).toEqual([failure])
    expect(seen[0]).toBe(failure)
  })

  it('does not go to the next route after a refusal', async () => {
    const app = createApp()
    app.use(requireAuth(pool.options))
    app.get('/', requireGroup('admin'), done)
    app.get('/', done)
    await request(app).get('/').set('Authorization', pool.bearer()).expect(403)
  })

  it('runs the handler once for a check that resolves', async () => {
    const handler = vi.fn<RequestHandler>(done)
    const app = createApp()
    app.use(requireAuth(pool.options))
    app.get(
      '/',
      authorize(() => Promise.resolve({ allowed: true })),
      handler,
    )
    await request(app).get('/').set('Authorization', pool.bearer()).expect(200)
    expect(handler).toHaveBeenCalledOnce()
  })

  it('does not handle an error of the handler behind it', async () => {
    const check = vi.fn<Check<Request>>(() => Promise.resolve(true))
    const seen: unknown[] = []
    const app = createApp()
    app.use(requireAuth(pool.options))
    app.get('/', authorize(check), () => {
      throw new Error('handler')
    })
    app.use((error: Error, _req: Request, res: Response, _next: unknown) => {
      seen.push(error.message)
      res.status(500).end()
    })
    await request(app).get('/').set('Authorization', pool.bearer()).expect(500)
    expect(seen).toEqual(['handler'])
    expect(check).toHaveBeenCalledOnce()
  })
})

describe('authorize', () => {
  it('accepts a core guard', async () => {
    const app = express()
    app.use(requireAuth(pool.options))
    app.get('/', authorize(anyOf(inGroup('admin'), allOf(inGroup('staff'), hasScope('orders/read')))), done)
    const get = (options: Parameters<typeof pool.bearer>[0]) =>
      request(app).get('/').set('Authorization', pool.bearer(options))
    await get({ groups: ['admin'] }).expect(200)
    await get({ groups: ['staff'], scopes: ['orders/read'] }).expect(200)
    await get({ groups: ['staff'] })
      .expect(403)
      .expect('WWW-Authenticate', 'Bearer realm="api", error="insufficient_scope"')
  })

  it('calls the check for each request', async () => {
    const check = vi.fn<Check<Request>>((principal) => principal.groups.length > 0)
    const app = express()
    app.use(requireAuth(pool.options), authorize(check), done)
    const authorization = pool.bearer({ groups: ['staff'] })
    await request(app).get('/').set('Authorization', authorization).expect(200)
    await request(app).get('/').set('Authorization', authorization).expect(200)
    expect(check).toHaveBeenCalledTimes(2)
  })

  it('does not call the check for an anonymous request', async () => {
    const check = vi.fn<Check<Request>>(() => true)
    const app = express()
    app.use(optionalAuth(pool.options), authorize(check), done)
    await request(app).get('/').expect(401)
    expect(check).not.toHaveBeenCalled()
  })

  it.each([undefined, null, true, 'admin', {}, ['admin']])('throws a ConfigurationError for %j', (check) => {
    const create = () => authorize(check as never)
    expect(create).toThrow(ConfigurationError)
    expect(create).toThrow('a function that returns true, false or a decision')
  })
})

describe('a forged req.cognito', () => {
  const forgery = { userId: 'root', groups: ['admin'], scopes: ['orders/write'], kind: 'user' }

  it('is ignored by a guard without authentication', async () => {
    vi.spyOn(process, 'emitWarning').mockReturnValue()
    const app = express()
    app.use((req, _res, next) => {
      Object.assign(req, { cognito: forgery })
      next()
    })
    app.get('/', requireGroup('admin'), done)
    await request(app).get('/').expect(401)
  })

  it('is ignored by a guard behind authentication', async () => {
    const app = express()
    app.use(requireAuth(pool.options))
    app.use((req, _res, next) => {
      Object.assign(req, { cognito: forgery })
      next()
    })
    app.get('/group', requireGroup('admin'), done)
    app.get('/scope', requireScope('orders/write'), done)
    app.get(
      '/check',
      authorize(({ userId }) => userId === 'root'),
      done,
    )
    const get = (path: string) => request(app).get(path).set('Authorization', pool.bearer())
    await get('/group').expect(403)
    await get('/scope').expect(403)
    await get('/check').expect(403)
  })
})

describe.each(expressVersions)('a guard that a route uses uncalled on $name', ({ createApp }) => {
  it.each<[name: string, guard: unknown, message: string]>([
    ['requireGroup', requireGroup, "call it: requireGroup('admin')."],
    ['requireAnyGroup', requireAnyGroup, "call it: requireGroup('admin')."],
    ['requireAllGroups', requireAllGroups, "call it: requireGroup('admin')."],
    ['requireScope', requireScope, "call it: requireScope('orders/read')."],
    ['requireAnyScope', requireAnyScope, "call it: requireScope('orders/read')."],
    ['requireAllScopes', requireAllScopes, "call it: requireScope('orders/read')."],
    ['requireStepUp', requireStepUp, 'If a route uses the guard uncalled, call it.'],
    ['authorize', authorize, 'If a route uses authorize uncalled, call it.'],
  ])('lets no request through, and says how to call it: %s', async (_name, guard, message) => {
    const reached = vi.fn<RequestHandler>(done)
    const errors: unknown[] = []
    const app = createApp()
    app.use(requireAuth(pool.options))
    app.get('/', guard as RequestHandler, reached)
    app.use((error: unknown, _req: Request, res: Response, _next: unknown) => {
      errors.push(error)
      res.status(500).end()
    })
    const authorization = pool.bearer({ groups: ['admin'], scopes: ['orders/read'] })
    await request(app).get('/').set('Authorization', authorization).expect(500)
    expect(reached).not.toHaveBeenCalled()
    expect(errors).toEqual([expect.any(ConfigurationError)])
    expect(errors[0]).toMatchObject({ message: expect.stringContaining(message) })
  })
})

describe('the guards', () => {
  const guards: readonly [string, AuthHandler, TokenOptions, TokenOptions, string | undefined][] = [
    ['requireGroup', requireGroup('a'), { groups: ['a'] }, { groups: ['b'] }, undefined],
    ['requireAnyGroup', requireAnyGroup('a', 'b'), { groups: ['b'] }, { groups: ['c'] }, undefined],
    ['requireAllGroups', requireAllGroups('a', 'b'), { groups: ['a', 'b'] }, { groups: ['a'] }, undefined],
    ['requireScope', requireScope('a'), { scopes: ['a'] }, { scopes: ['b'] }, 'a'],
    ['requireAnyScope', requireAnyScope('a', 'b'), { scopes: ['b'] }, { scopes: ['c'] }, 'a b'],
    ['requireAllScopes', requireAllScopes('a', 'b'), { scopes: ['a', 'b'] }, { scopes: ['a'] }, 'a b'],
  ]

  it.each(guards)('include %s, which lets some tokens pass and refuses others', async (...row) => {
    const [, guard, allowed, denied, scope] = row
    const app = express()
    app.use(requireAuth(pool.options), guard, done)
    const challenge = 'Bearer realm="api", error="insufficient_scope"'
    await request(app).get('/').set('Authorization', pool.bearer(allowed)).expect(200)
    await request(app)
      .get('/')
      .set('Authorization', pool.bearer(denied))
      .expect(403)
      .expect('WWW-Authenticate', scope === undefined ? challenge : `${challenge}, scope="${scope}"`)
  })
})

describe('a step-up', () => {
  const required = { acrValues: ['urn:cognito:loa:3', 'urn:cognito:loa:4'], maxAgeSeconds: 300 }
  const enough: TokenOptions = { acr: 'urn:cognito:loa:4', signedInSecondsAgo: 60 }
  const challenge =
    'Bearer realm="api", error="insufficient_user_authentication", ' +
    'acr_values="urn:cognito:loa:3 urn:cognito:loa:4", max_age="300"'

  it.each([
    ['requireStepUp', requireStepUp(required)],
    ['steppedUp', authorize(steppedUp(required))],
    [
      'a check that is asynchronous',
      authorize((principal) => Promise.resolve(steppedUp(required)(principal))),
    ],
  ])('is asked for by %s', async (_name, guard) => {
    const app = express()
    app.use(requireAuth(pool.options), guard, done)
    const get = (token: string) => request(app).get('/').set('Authorization', `Bearer ${token}`)
    await get(pool.accessToken(enough)).expect(200)
    await get(pool.accessToken({ ...enough, signedInSecondsAgo: 301 }))
      .expect(401)
      .expect('WWW-Authenticate', challenge)
    await get(pool.machineToken())
      .expect(403)
      .expect('WWW-Authenticate', 'Bearer realm="api", error="insufficient_scope"')
  })
})

describe('a guard without authentication', () => {
  it('warns once for each guard', async () => {
    const emitWarning = vi.spyOn(process, 'emitWarning').mockReturnValue()
    const app = express()
    app.get('/one', requireGroup('admin'), done)
    app.get('/two', requireGroup('admin'), done)
    await request(app).get('/one').expect(401)
    await request(app).get('/one').expect(401)
    expect(emitWarning).toHaveBeenCalledOnce()
    expect(emitWarning).toHaveBeenCalledWith(
      'requireGroup() refused a request because no authentication ran before it. Put requireAuth() or optionalAuth() in front of it, on the same app or router.',
      { type: 'CognitoAuthWarning', code: 'COGNITO_AUTH_GUARD_ALONE' },
    )
    await request(app).get('/two').expect(401)
    expect(emitWarning).toHaveBeenCalledTimes(2)
  })

  it('does not warn if authentication was optional', async () => {
    const emitWarning = vi.spyOn(process, 'emitWarning').mockReturnValue()
    const app = express()
    app.use(optionalAuth(pool.options))
    app.get('/', requireGroup('admin'), done)
    await request(app).get('/').expect(401)
    expect(emitWarning).not.toHaveBeenCalled()
  })
})

type CreateGuard = (...names: unknown[]) => unknown

describe.each([
  ['requireGroup', requireGroup],
  ['requireAnyGroup', requireAnyGroup],
  ['requireAllGroups', requireAllGroups],
  ['requireScope', requireScope],
  ['requireAnyScope', requireAnyScope],
  ['requireAllScopes', requireAllScopes],
] as [string, CreateGuard][])('%s', (_name, create) => {
  it.each([
    ['no name', []],
    ['a request, as a route passes it that uses the guard uncalled', [{}, {}, () => undefined]],
    ['an empty name', ['']],
    ['undefined', [undefined]],
    ['null', [null]],
    ['a number', [1]],
    ['an array', [['admin']]],
    ['an empty name among others', ['admin', '']],
  ])('throws a ConfigurationError for %s', (_what, names) => {
    expect(() => create(...names)).toThrow(ConfigurationError)
  })
})

describe.each([
  ['requireGroup', requireGroup],
  ['requireScope', requireScope],
] as [string, CreateGuard][])('%s', (_name, create) => {
  it('throws a ConfigurationError for a second name', () => {
    expect(() => create('one', 'two')).toThrow(ConfigurationError)
    expect(() => create('one', 'two')).toThrow('was given 2')
  })
})

describe('requireStepUp', () => {
  it.each([
    ['no requirement', []],
    ['undefined', [undefined]],
    ['an empty requirement', [{}]],
    ['a misspelt name', [{ maxAge: 60 }]],
    ['an age that is not a whole number', [{ maxAgeSeconds: 0.5 }]],
    ['a second requirement', [{ maxAgeSeconds: 60 }, { amr: ['mfa'] }]],
  ])('throws a ConfigurationError for %s', (_what, values) => {
    expect(() => Reflect.apply(requireStepUp, undefined, values)).toThrow(ConfigurationError)
  })
})
