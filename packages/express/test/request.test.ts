import type * as adapter from '@cognito-auth/express'
import {
  getPrincipal,
  isAuthError,
  optionalAuth,
  requireAuth,
  requireGroup,
  sendAuthError,
  UnauthenticatedError,
} from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express, { type NextFunction, type Request, type Response } from 'express'
import request from 'supertest'
import { afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { expressVersions } from '../../../test/support/express.ts'
import { loadSecondCopy } from '../../../test/support/second-copy.ts'

let pool: TestUserPool

beforeAll(async () => {
  pool = await createTestUserPool()
})

let emitWarning: MockInstance<(text: string | Error) => void>

beforeEach(() => {
  emitWarning = vi.spyOn(process, 'emitWarning').mockReturnValue()
})

afterEach(() => {
  vi.restoreAllMocks()
})

/** Loads another copy of the package, as a process has that installed it twice. */
function loadCopy() {
  const copy = loadSecondCopy('@cognito-auth/express') as typeof adapter
  expect(copy.requireAuth).not.toBe(requireAuth)
  return copy
}

function sendPrincipal(req: Request, res: Response): void {
  res.json(getPrincipal(req))
}

describe('getPrincipal', () => {
  it('returns the principal, which is also req.cognito', async () => {
    let isSame = false
    const app = express()
    app.use(requireAuth(pool.options), (req, res) => {
      const principal = getPrincipal(req)
      isSame = principal === req.cognito
      res.json(principal)
    })
    const { body } = await request(app)
      .get('/')
      .set(
        'Authorization',
        pool.bearer({ sub: '1', username: 'alice', groups: ['admin'], scopes: ['a', 'b'] }),
      )
    expect(isSame).toBe(true)
    expect(body).toMatchObject({
      kind: 'user',
      tokenUse: 'access',
      userId: '1',
      username: 'alice',
      groups: ['admin'],
      scopes: ['a', 'b'],
      clientId: pool.clientId,
      userPoolId: pool.userPoolId,
      claims: { sub: '1' },
    })
  })

  it('ignores a value that was assigned to req.cognito', async () => {
    const app = express()
    app.use(requireAuth(pool.options), (req, res) => {
      req.cognito = { ...getPrincipal(req), userId: 'root' }
      res.send(getPrincipal(req).userId)
    })
    await request(app)
      .get('/')
      .set('Authorization', pool.bearer({ sub: 'alice' }))
      .expect(200, 'alice')
  })

  it('throws an UnauthenticatedError for a forged req.cognito alone', async () => {
    const errors: unknown[] = []
    const app = express()
    app.use((req, res) => {
      Object.assign(req, { cognito: { userId: 'root', groups: ['admin'] } })
      try {
        getPrincipal(req)
      } catch (error) {
        errors.push(error)
      }
      res.end()
    })
    await request(app).get('/')
    expect(errors).toEqual([expect.any(UnauthenticatedError)])
  })

  it('throws for an object that is not a request', () => {
    expect(() => getPrincipal({})).toThrow(UnauthenticatedError)
    expect(() => getPrincipal({ cognito: { userId: 'root' } })).toThrow(UnauthenticatedError)
  })
})

describe.each(expressVersions)('getPrincipal without a principal on $name', ({ createApp }) => {
  it('answers 401 with a challenge without an error handler', async () => {
    const app = createApp()
    app.get('/', sendPrincipal)
    await request(app).get('/').expect(401).expect('WWW-Authenticate', 'Bearer realm="api"')
  })

  it('names the realm of the authenticator in force', async () => {
    const app = createApp()
    app.use(optionalAuth({ ...pool.options, realm: 'orders' }))
    app.get('/', sendPrincipal)
    await request(app).get('/').expect(401).expect('WWW-Authenticate', 'Bearer realm="orders"')
  })

  it('throws what an error handler can answer with sendAuthError', async () => {
    const app = createApp()
    app.use(optionalAuth({ ...pool.options, realm: 'orders' }))
    app.get('/', sendPrincipal)
    app.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
      if (isAuthError(error)) sendAuthError(res, error)
      else next(error)
    })
    const { status, headers, body } = await request(app).get('/')
    expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer realm="orders"'])
    expect(body).toMatchObject({ statusCode: 401, code: 'credentials_missing' })
  })
})

describe('the warning of getPrincipal', () => {
  const remedy = 'Put requireAuth() or optionalAuth() in front of it, on the same app or router.'

  it('is given once for each route without authentication, and names the remedy', async () => {
    const app = express()
    app.get('/one', sendPrincipal)
    app.get('/two/:id', sendPrincipal)
    await request(app).get('/one').expect(401)
    await request(app).get('/one').expect(401)
    await request(app).get('/two/1').expect(401)
    await request(app).get('/two/2').expect(401)
    const warning = [
      `getPrincipal() refused a request because no authentication ran before it. ${remedy}`,
      { type: 'CognitoAuthWarning', code: 'COGNITO_AUTH_GUARD_ALONE' },
    ]
    expect(emitWarning.mock.calls).toEqual([warning, warning])
  })

  it('is given once for an application whose middleware calls it outside a route', async () => {
    for (const app of [express(), express()]) {
      app.use(sendPrincipal)
      await request(app).get('/one').expect(401)
      await request(app).get('/two').expect(401)
    }
    expect(emitWarning).toHaveBeenCalledTimes(2)
  })

  it('is not given where authentication was optional', async () => {
    const app = express()
    app.use(optionalAuth(pool.options), sendPrincipal)
    await request(app).get('/').expect(401)
    expect(emitWarning).not.toHaveBeenCalled()
  })

  it('names a second copy of the package, for guards too', async () => {
    const copy = loadCopy()
    const app = express()
    app.use(copy.requireAuth(pool.options))
    app.get('/principal', sendPrincipal)
    app.get('/guard', requireGroup('admin'), sendPrincipal)
    const authorization = pool.bearer({ groups: ['admin'] })
    await request(app).get('/principal').set('Authorization', authorization).expect(401)
    await request(app).get('/guard').set('Authorization', authorization).expect(401)
    const advice =
      'Another copy of @cognito-auth/express authenticated the request. Install the package only once.'
    expect(emitWarning.mock.calls.map(([text]) => text)).toEqual(
      ['getPrincipal()', 'requireGroup()'].map(
        (name) => `${name} refused a request because no authentication ran before it. ${advice}`,
      ),
    )
  })

  it('names the remedy, and no second copy, if neither copy authenticated', async () => {
    loadCopy()
    const app = express()
    app.get('/', sendPrincipal)
    await request(app).get('/').expect(401)
    expect(emitWarning.mock.calls).toEqual([[expect.stringContaining(remedy), expect.anything()]])
  })
})

describe('two copies of the package on one request', () => {
  it('show the principal of the last one as req.cognito, and each its own by getPrincipal', async () => {
    const copy = loadCopy()
    const first = requireAuth(pool.options)
    const second = copy.requireAuth({ ...pool.options, userIdClaim: 'username' })
    const authorization = pool.bearer({ sub: 'by sub', username: 'by username' })
    for (const [order, cognito] of [
      [[first, second], 'by username'],
      [[second, first], 'by sub'],
      [[first, second, first], 'by sub'],
    ] as const) {
      const app = express()
      app.use(...order, (req, res) => {
        res.json([req.cognito?.userId, getPrincipal(req).userId, copy.getPrincipal(req).userId])
      })
      await request(app)
        .get('/')
        .set('Authorization', authorization)
        .expect(200, [cognito, 'by sub', 'by username'])
    }
  })
})

describe('req.cognito', () => {
  it('is undefined for an anonymous request', async () => {
    const seen: unknown[] = []
    const app = express()
    app.use(optionalAuth(pool.options), (req, res) => {
      seen.push('cognito' in req, req.cognito)
      res.end()
    })
    await request(app).get('/').expect(200)
    expect(seen).toEqual([true, undefined])
  })

  it('is cleared if it was forged in front of the authentication', async () => {
    const app = express()
    app.use((req, _res, next) => {
      Object.assign(req, { cognito: { userId: 'root' } })
      next()
    })
    app.use(optionalAuth(pool.options), (req, res) => {
      res.json({ user: req.cognito?.userId ?? null })
    })
    await request(app).get('/').expect(200, { user: null })
  })

  it('cannot be changed', async () => {
    const app = express()
    app.use(requireAuth(pool.options), (req, res) => {
      const principal: object = getPrincipal(req)
      res.json({
        changed: Reflect.set(principal, 'userId', 'root'),
        joined: Reflect.set(getPrincipal(req).groups, 0, 'admin'),
        claimed: Reflect.set(getPrincipal(req).claims, 'sub', 'root'),
      })
    })
    await request(app)
      .get('/')
      .set('Authorization', pool.bearer({ groups: ['staff'] }))
      .expect(200, { changed: false, joined: false, claimed: false })
  })
})
