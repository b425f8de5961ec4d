import { createServer, IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { Socket } from 'node:net'
import { dirname } from 'node:path'
import { getPrincipal, optionalAuth, requireAuth } from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express, { type NextFunction, type Request, type Response } from 'express'
import request from 'supertest'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type CreateApp, expressVersions } from '../../../test/support/express.ts'
import { withPollution } from '../../../test/support/pollution.ts'

let pool: TestUserPool

beforeAll(async () => {
  pool = await createTestUserPool()
})

describe('the property req.cognito', () => {
  it('shows the principal of a request that Express did not create', async () => {
    const auth = requireAuth(pool.options)
    const server = createServer((req, res) => {
      auth(req as Request, res as Response, () => {
        const { cognito } = req as Request
        res.end(String(cognito !== undefined && cognito === getPrincipal(req)))
      })
    })
    await request(server).get('/').set('Authorization', pool.bearer()).expect(200, 'true')
  })

  it('is not defined on a prototype of a request that Express did not create', () => {
    requireAuth(pool.options)({ headers: {} } as Request, {} as Response, () => undefined)
    expect('cognito' in {}).toBe(false)
    expect('cognito' in IncomingMessage.prototype).toBe(false)
  })

  it.each(expressVersions)(
    'shows nothing that was assigned before authentication, on $name',
    async ({ createApp }) => {
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
    },
  )

  it('shows the principal behind a mounted application that authenticated', async () => {
    const mounted = express().use(requireAuth(pool.options))
    const app = express().use(mounted)
    app.get('/', (req, res) => {
      res.json({ isSame: getPrincipal(req) === req.cognito })
    })
    await request(app).get('/').set('Authorization', pool.bearer()).expect(200, { isSame: true })
  })

  it('takes a value that is assigned, for this request only', async () => {
    const app = express().use(optionalAuth(pool.options))
    app.get('/assign', (req, res) => {
      Object.assign(req, { cognito: { userId: 'assigned' } })
      res.json({ user: req.cognito?.userId ?? null })
    })
    app.get('/read', (req, res) => {
      res.json({ user: req.cognito?.userId ?? null })
    })
    await request(app).get('/assign').expect(200, { user: 'assigned' })
    await request(app).get('/read').expect(200, { user: null })
    await request(app)
      .get('/read')
      .set('Authorization', pool.bearer({ sub: 'alice' }))
      .expect(200, { user: 'alice' })
  })

  it('takes a value that is assigned to a request without authentication', async () => {
    const app = express()
    app.get('/closed', requireAuth(pool.options), (_req, res) => res.end())
    app.get('/open', (req, res) => {
      Object.assign(req, { cognito: { userId: 'assigned' } })
      res.json({ user: req.cognito?.userId ?? null })
    })
    app.get('/read', (req, res) => {
      res.json({ user: req.cognito?.userId ?? null })
    })
    await request(app).get('/closed').set('Authorization', pool.bearer()).expect(200)
    await request(app).get('/open').expect(200, { user: 'assigned' })
    await request(app).get('/read').expect(200, { user: null })
  })

  it('shows the principal of each of two applications', async () => {
    for (const app of [express(), express()]) {
      app.use(requireAuth(pool.options), (req, res) => {
        res.json({ user: req.cognito?.userId ?? null })
      })
      await request(app)
        .get('/')
        .set('Authorization', pool.bearer({ sub: 'alice' }))
        .expect(200, { user: 'alice' })
    }
  })

  it.each([{ value: 1 }, { writable: true }, { accepts: 1 }, { json: 1 }])(
    'survives a polluted Object.prototype, and adds nothing to it: %j',
    async (polluted) => {
      const auth = requireAuth(pool.options)
      const send = async (authorization: string): Promise<number> => {
        const req = new IncomingMessage(new Socket())
        Object.assign(req.headers, { authorization })
        const response = new ServerResponse(req)
        return withPollution(polluted, () => {
          auth(req as Request, response as Response, () => (response.statusCode = 200))
          return new Promise((resolve) => void setTimeout(() => resolve(response.statusCode), 50))
        })
      }
      expect(await send('')).toBe(401)
      expect(await send(pool.bearer())).toBe(200)
      expect('cognito' in {}).toBe(false)
    },
  )

  it('is not enumerable, so that copies of a request have no principal', async () => {
    const app = express().use(requireAuth(pool.options), (req, res) => {
      res.json({ keys: Object.keys(req).filter((key) => key === 'cognito') })
    })
    await request(app).get('/').set('Authorization', pool.bearer()).expect(200, { keys: [] })
  })
})

function sendUser(req: Request, res: Response): void {
  res.json({ user: req.cognito?.userId ?? null })
}

/** Another copy of a version of Express, whose request prototype is frozen. */
function freezeExpress(name: string): CreateApp {
  const require = createRequire(import.meta.url)
  const root = dirname(require.resolve(`${name}/package.json`))
  for (const path of Object.keys(require.cache)) if (path.startsWith(root)) delete require.cache[path]
  const copy = require(name) as CreateApp
  Object.freeze(copy.request)
  return copy
}

describe.each(['express', 'express4'])('req.cognito on %s with a frozen request prototype', (name) => {
  it('is right for each request', async () => {
    const createApp = freezeExpress(name)
    const app = createApp()
    app.use(optionalAuth(pool.options), sendUser)
    const get = (authorization: string) => request(app).get('/').set('Authorization', authorization)
    await get(pool.bearer({ sub: 'alice' })).expect(200, { user: 'alice' })
    await get('').expect(200, { user: null })
    await get(pool.bearer({ sub: 'bob' })).expect(200, { user: 'bob' })
    expect(Object.hasOwn(createApp.request, 'cognito')).toBe(false)
  })
})

describe.each(expressVersions)('an own req.cognito that cannot be replaced, on $name', ({ createApp }) => {
  it.each([
    ['a value', { value: { userId: 'root' } }],
    ['undefined', { value: undefined }],
    ['a getter', { get: () => ({ userId: 'root' }) }],
  ])('fails the first request and every one, if it is %s', async (_what, descriptor) => {
    const reached = vi.fn<typeof sendUser>(sendUser)
    const errors: unknown[] = []
    const app = createApp()
    app.use('/own', (req, _res, next) => {
      Object.defineProperty(req, 'cognito', descriptor)
      next()
    })
    app.use(optionalAuth(pool.options))
    app.use('/own', reached)
    app.use('/free', sendUser)
    app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
      errors.push(error)
      res.status(500).end()
    })
    const get = (path: string) =>
      request(app)
        .get(path)
        .set('Authorization', pool.bearer({ sub: 'alice' }))
    await get('/own').expect(500)
    await get('/free').expect(200, { user: 'alice' })
    await get('/own').expect(500)
    await request(app).get('/own').expect(500)
    expect(reached).not.toHaveBeenCalled()
    expect(errors).toEqual(Array.from({ length: 3 }, () => expect.any(TypeError)))
  })
})
