import {
  getPrincipal,
  isAuthError,
  optionalAuth,
  requireAuth,
  sendAuthError,
  UnauthenticatedError,
} from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express, { type NextFunction, type Request, type Response } from 'express'
import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { expressVersions } from '../../../test/support/express.ts'

let pool: TestUserPool

beforeAll(async () => {
  pool = await createTestUserPool()
})

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
