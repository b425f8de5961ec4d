import {
  allOf,
  anyOf,
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
} from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
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
  it('hands the check the principal and the request', async () => {
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

  it('hands an error of the check to the error handler as it is', async () => {
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

  it('does not take a refusal for a way to the next route', async () => {
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

  it('leaves an error of the handler behind it alone', async () => {
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
  it('takes a guard of core', async () => {
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

  it('asks the check for each request', async () => {
    const check = vi.fn<Check<Request>>((principal) => principal.groups.length > 0)
    const app = express()
    app.use(requireAuth(pool.options), authorize(check), done)
    const authorization = pool.bearer({ groups: ['staff'] })
    await request(app).get('/').set('Authorization', authorization).expect(200)
    await request(app).get('/').set('Authorization', authorization).expect(200)
    expect(check).toHaveBeenCalledTimes(2)
  })

  it('does not ask the check about nobody', async () => {
    const check = vi.fn<Check<Request>>(() => true)
    const app = express()
    app.use(optionalAuth(pool.options), authorize(check), done)
    await request(app).get('/').expect(401)
    expect(check).not.toHaveBeenCalled()
  })

  it.each([undefined, null, true, 'admin', {}, ['admin']])('refuses %j at set-up', (check) => {
    const create = () => authorize(check as never)
    expect(create).toThrow(ConfigurationError)
    expect(create).toThrow('a function that returns true, false or a decision')
  })
})

describe('a forged req.cognito', () => {
  const forgery = { userId: 'root', groups: ['admin'], scopes: ['orders/write'], kind: 'user' }

  it('does not impress a guard without authentication', async () => {
    vi.spyOn(process, 'emitWarning').mockReturnValue()
    const app = express()
    app.use((req, _res, next) => {
      Object.assign(req, { cognito: forgery })
      next()
    })
    app.get('/', requireGroup('admin'), done)
    await request(app).get('/').expect(401)
  })

  it('does not impress a guard behind authentication', async () => {
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

describe('a guard without authentication', () => {
  it('warns once, and so does each other one', async () => {
    const emitWarning = vi.spyOn(process, 'emitWarning').mockReturnValue()
    const app = express()
    app.get('/one', requireGroup('admin'), done)
    app.get('/two', requireGroup('admin'), done)
    await request(app).get('/one').expect(401)
    await request(app).get('/one').expect(401)
    expect(emitWarning).toHaveBeenCalledOnce()
    expect(emitWarning).toHaveBeenCalledWith(
      'requireGroup() refused a request that no authentication had seen. Put requireAuth() or optionalAuth() in front of it.',
      { type: 'CognitoAuthWarning', code: 'COGNITO_AUTH_GUARD_ALONE' },
    )
    await request(app).get('/two').expect(401)
    expect(emitWarning).toHaveBeenCalledTimes(2)
  })

  it('says nothing where authentication was optional', async () => {
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
    ['an empty name', ['']],
    ['undefined', [undefined]],
    ['null', [null]],
    ['a number', [1]],
    ['an array', [['admin']]],
    ['an empty name among others', ['admin', '']],
  ])('refuses %s at set-up', (_what, names) => {
    expect(() => create(...names)).toThrow(ConfigurationError)
  })
})

describe.each([
  ['requireGroup', requireGroup],
  ['requireScope', requireScope],
] as [string, CreateGuard][])('%s', (_name, create) => {
  it('refuses a second name at set-up rather than ignore it', () => {
    expect(() => create('one', 'two')).toThrow(ConfigurationError)
    expect(() => create('one', 'two')).toThrow('takes one name and was given 2')
  })
})
