import { once } from 'node:events'
import { createServer, type IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { createAuthenticator, optionalAuth, requireAuth, requireGroup } from '@cognito-auth/express'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { Request, Response } from 'express'
import request, { type Test } from 'supertest'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { expressVersions } from '../../../test/support/express.ts'
import { originOf, start } from '../../../test/support/http.ts'

let pool: TestUserPool
const tokenFrom = { cookie: '__Host-access' } as const

beforeAll(async () => {
  pool = await createTestUserPool()
})

function cookie(): string {
  return `__Host-access=${pool.accessToken({ username: 'alice' })}`
}

/** The status of an answer, and the headers that caches read. */
async function cachingOf(test: Test): Promise<readonly unknown[]> {
  const { status, headers } = (await test) as { status: number; headers: Record<string, unknown> }
  return [status, headers['vary'], headers['cache-control']]
}

describe.each(expressVersions)('a cookie source on $name', ({ createApp }) => {
  /** An app whose responses have these headers before the middleware runs, and get these behind it. */
  function appWith(
    before: Readonly<Record<string, string>>,
    behind: Readonly<Record<string, string>> = {},
    auth = requireAuth({ ...pool.options, tokenFrom }),
  ) {
    const app = createApp()
    app.use((_req: Request, res: Response, next: () => void) => {
      res.set(before)
      next()
    })
    app.use(auth)
    app.all('/', (req: Request, res: Response) => {
      res.set(behind).json({ user: req.cognito?.username ?? null })
    })
    app.get('/admin', requireGroup('admin'))
    return app
  }

  it('marks responses for caches', async () => {
    const app = appWith({})
    expect(await cachingOf(request(app).get('/'))).toEqual([401, 'Cookie', 'no-store'])
    expect(await cachingOf(request(app).get('/').set('Cookie', cookie()))).toEqual([200, 'Cookie', 'private'])
    expect(await cachingOf(request(app).get('/').set('Authorization', pool.bearer()))).toEqual([
      200,
      'Cookie',
      undefined,
    ])
    expect(await cachingOf(request(app).get('/admin').set('Cookie', cookie()))).toEqual([
      403,
      'Cookie',
      'no-store',
    ])
    expect(await cachingOf(request(app).get('/nowhere').set('Cookie', cookie()))).toEqual([
      404,
      'Cookie',
      'private',
    ])
  })

  it('marks responses to anonymous requests, which a cookie would change', async () => {
    const app = appWith({}, {}, optionalAuth({ ...pool.options, tokenFrom }))
    expect(await cachingOf(request(app).get('/'))).toEqual([200, 'Cookie', undefined])
  })

  it('keeps headers that the application has set before', async () => {
    const app = appWith({ Vary: 'Origin', 'Cache-Control': 'no-cache' })
    expect(await cachingOf(request(app).get('/').set('Cookie', cookie()))).toEqual([
      200,
      'Origin, Cookie',
      'no-cache',
    ])
  })

  it('leaves it to the application to replace headers', async () => {
    const app = appWith({}, { Vary: 'Accept', 'Cache-Control': 'private, max-age=60' })
    expect(await cachingOf(request(app).get('/').set('Cookie', cookie()))).toEqual([
      200,
      'Accept',
      'private, max-age=60',
    ])
  })

  it('marks a response once, however often the middleware runs', async () => {
    const auth = requireAuth({ ...pool.options, tokenFrom })
    const app = createApp()
    app.use(auth, auth, (_req: Request, res: Response) => void res.send('ok'))
    expect(await cachingOf(request(app).get('/').set('Cookie', cookie()))).toEqual([200, 'Cookie', 'private'])
  })

  it('works next to an authenticator', async () => {
    const authenticator = createAuthenticator(pool.options)
    const app = appWith({}, {}, requireAuth({ authenticator, tokenFrom }))
    await request(app).get('/').set('Cookie', cookie()).expect(200, { user: 'alice' })
    const forged = await request(app).post('/').set('Cookie', cookie()).set('Origin', 'https://evil.example')
    expect(forged.status).toBe(403)
    expect(forged.body).toMatchObject({ code: 'cross_origin' })
  })

  it('passes on a refusal of another origin to onRefused', async () => {
    const onRefused = vi.fn<(error: { code: string }, req: unknown, res: Response) => void>(
      (error, _req, res) => {
        res.send(error.code)
      },
    )
    const app = appWith({}, {}, optionalAuth({ ...pool.options, tokenFrom, onRefused }))
    await request(app)
      .post('/')
      .set('Cookie', cookie())
      .set('Sec-Fetch-Site', 'cross-site')
      .expect(403, 'cross_origin')
    expect(onRefused).toHaveBeenCalledTimes(1)
  })

  it('authenticates a request whose response has already begun', async () => {
    const app = createApp()
    app.use((_req: Request, res: Response, next: () => void) => {
      res.write('begun, ')
      next()
    })
    app.use(requireAuth({ ...pool.options, tokenFrom }), (req: Request, res: Response) => {
      res.end(req.cognito?.username)
    })
    await request(app).get('/').set('Cookie', cookie()).expect(200, 'begun, alice')
  })
})

describe('without a cookie source', () => {
  it('responses are not marked', async () => {
    const server = await start((req, res) => {
      requireAuth(pool.options)(req as Request, res as Response, () => res.end('ok'))
    })
    const passed = await server.send({ authorization: pool.bearer() })
    expect(passed.status).toBe(200)
    expect(passed.headers).not.toHaveProperty('vary')
    expect(passed.headers).not.toHaveProperty('cache-control')
    await server.close()
  })
})

describe('an upgrade with a cookie, on a plain server', () => {
  /** Connects a WebSocket with the cookie from an origin. Resolves to the status of a refusal, or to the first message. */
  async function connectFrom(origin: string | undefined, headers: Readonly<Record<string, string>> = {}) {
    const auth = requireAuth({ ...pool.options, tokenFrom })
    const sockets = new WebSocketServer({ noServer: true })
    const server = createServer()
    server.on('upgrade', (req: IncomingMessage & Pick<Request, 'cognito'>, socket: Duplex, head: Buffer) => {
      const res = new ServerResponse(req)
      res.assignSocket(req.socket)
      res.once('finish', () => socket.destroy())
      auth(req as Request, res as Response, () => {
        sockets.handleUpgrade(req, socket, head, (webSocket) =>
          webSocket.send(`Welcome, ${req.cognito?.username}`),
        )
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = originOf(server.address())
    const webSocket = new WebSocket(address.replace('http', 'ws'), {
      headers: { cookie: cookie(), ...headers },
      ...(origin !== undefined && { origin: origin === 'own' ? address : origin }),
    })
    try {
      return await new Promise<unknown>((resolve, reject) => {
        webSocket.once('message', (message: Buffer) => resolve(message.toString()))
        webSocket.once('unexpected-response', (_req, res) => resolve(res.statusCode))
        webSocket.once('error', reject)
      })
    } finally {
      webSocket.terminate()
      server.close()
      server.closeAllConnections()
    }
  }

  it('passes from the same origin, and from a client that is no browser', async () => {
    expect(await connectFrom('own')).toBe('Welcome, alice')
    expect(await connectFrom(undefined)).toBe('Welcome, alice')
    expect(await connectFrom(undefined, { 'sec-fetch-site': 'same-origin' })).toBe('Welcome, alice')
  })

  it('is refused from another origin', async () => {
    expect(await connectFrom('https://evil.example')).toBe(403)
    expect(await connectFrom('null')).toBe(403)
    expect(await connectFrom('own', { 'sec-fetch-site': 'cross-site' })).toBe(403)
  })
})
