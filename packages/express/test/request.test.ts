import {
  getPrincipal,
  isAuthError,
  optionalAuth,
  requireAuth,
  sendAuthError,
  UnauthenticatedError,
} from '@cognito-auth/express'
import { createServer, IncomingMessage } from 'node:http'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express, { type NextFunction, type Request, type Response } from 'express'
import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { expressVersions } from '../../../test/support/express.ts'

let pool: TestUserPool

beforeAll(async () => {
  pool = await createTestUserPool()
})

function tellPrincipal(req: Request, res: Response): void {
  res.json(getPrincipal(req))
}

describe('getPrincipal', () => {
  it('is also req.cognito of a request that no Express has made', async () => {
    const auth = requireAuth(pool.options)
    const server = createServer((req, res) => {
      auth(req as Request, res as Response, () => {
        const { cognito } = req as Request
        res.end(String(cognito !== undefined && cognito === getPrincipal(req)))
      })
    })
    await request(server).get('/').set('Authorization', pool.bearer()).expect(200, 'true')
  })

  it('leaves the prototypes of others alone where no Express has made the request', () => {
    requireAuth(pool.options)({ headers: {} } as Request, {} as Response, () => undefined)
    expect('cognito' in {}).toBe(false)
    expect('cognito' in IncomingMessage.prototype).toBe(false)
  })

  it.each(expressVersions)('on $name shows nothing that was written before', async ({ createApp }) => {
    const app = createApp()
    let waiting = 2
    let release = (): void => undefined
    const together = new Promise<void>((resolve) => {
      release = resolve
    })
    app.use((req, _res, next) => {
      const written = { cognito: { groups: ['admin'] } }
      if (req.path === '/own') Object.defineProperties(req, Object.getOwnPropertyDescriptors(written))
      else Object.assign(req, written)
      if (--waiting <= 0) release()
      void together.then(() => next())
    })
    app.use(optionalAuth(pool.options), (req, res) => {
      res.json({ cognito: req.cognito ?? null })
    })
    const answers = await Promise.all(['/', '/', '/own'].map((path) => request(app).get(path)))
    expect(answers.map(({ body }) => body)).toEqual(Array.from({ length: 3 }, () => ({ cognito: null })))
  })

  it('is also req.cognito behind a mounted application that authenticated', async () => {
    const mounted = express().use(requireAuth(pool.options))
    const app = express().use(mounted)
    app.get('/', (req, res) => {
      res.json({ isSame: getPrincipal(req) === req.cognito })
    })
    await request(app).get('/').set('Authorization', pool.bearer()).expect(200, { isSame: true })
  })

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

  it('ignores what somebody else has written into req.cognito', async () => {
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

  it('throws UnauthenticatedError for a forged req.cognito alone', async () => {
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

  it('throws for an object that is no request', () => {
    expect(() => getPrincipal({})).toThrow(UnauthenticatedError)
    expect(() => getPrincipal({ cognito: { userId: 'root' } })).toThrow(UnauthenticatedError)
  })
})

describe.each(expressVersions)('getPrincipal without a principal on $name', ({ createApp }) => {
  it('answers 401 with a challenge although nothing handles the error', async () => {
    const app = createApp()
    app.get('/', tellPrincipal)
    await request(app).get('/').expect(401).expect('WWW-Authenticate', 'Bearer realm="api"')
  })

  it('names the realm of the authentication that found nobody', async () => {
    const app = createApp()
    app.use(optionalAuth({ ...pool.options, realm: 'orders' }))
    app.get('/', tellPrincipal)
    await request(app).get('/').expect(401).expect('WWW-Authenticate', 'Bearer realm="orders"')
  })

  it('throws what an error handler can answer by sendAuthError', async () => {
    const app = createApp()
    app.use(optionalAuth({ ...pool.options, realm: 'orders' }))
    app.get('/', tellPrincipal)
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
  it('is undefined for nobody', async () => {
    const seen: unknown[] = []
    const app = express()
    app.use(optionalAuth(pool.options), (req, res) => {
      seen.push('cognito' in req, req.cognito)
      res.end()
    })
    await request(app).get('/').expect(200)
    expect(seen).toEqual([true, undefined])
  })

  it('is forgotten when somebody forged it in front of the authentication', async () => {
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
