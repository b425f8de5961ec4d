import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { requireAuth, type TokenSourceOptions } from '@cognito-auth/express'
import { cognitoAuth } from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import express, { type Express } from 'express'
import Fastify, { type FastifyInstance } from 'fastify'

/** A server that listens on all loopback addresses, under many names. */
interface RunningServer {
  readonly port: number
  close(): Promise<void>
}

/** An API that reads tokens from a cookie. */
export interface CookieApi extends RunningServer {
  /** What it has answered: method, path and status of each request. */
  readonly answers: readonly string[]
}

/** The pages and the APIs of a test. */
export interface CookieStage {
  /** A server of pages that have nothing to do with the APIs. */
  readonly pages: RunningServer
  readonly apis: Readonly<Record<'Express' | 'Fastify', CookieApi>>
  close(): Promise<void>
}

const home =
  '<!doctype html><title>API</title><form method="post" action="/changes"><button>Change</button></form>'
const changed = '<!doctype html><title>Changed</title>'

/** @param trustedHost host whose pages, on any port, may send requests with the cookie. */
export async function startCookieStage(cookieName: string, trustedHost: string): Promise<CookieStage> {
  const pages = await listen((_req, res) => {
    res.setHeader('Content-Type', 'text/html; charset=utf-8')
    res.end('<!doctype html><title>Another page</title>')
  })
  const pool = await createTestUserPool()
  const trustedOrigins = [`http://${trustedHost}:${pages.port}`]
  const auth = { ...pool.options, tokenFrom: { cookie: cookieName, trustedOrigins } }
  const token = pool.accessToken({ username: 'alice' })
  const fastify = createFastifyApi(auth, token)
  await fastify.ready()
  const apis = {
    Express: await record(createExpressApi(auth, token)),
    Fastify: await record((req, res) => fastify.routing(req, res)),
  }
  return {
    pages,
    apis,
    async close() {
      await Promise.all([pages, apis.Express, apis.Fastify].map((server) => server.close()))
      await fastify.close()
    },
  }
}

type Auth = TestUserPool['options'] & TokenSourceOptions

function createExpressApi(auth: Auth, token: string): Express {
  const app = express()
  app.get('/sign-in/:cookie', (req, res) => {
    res.setHeader('Set-Cookie', cookieFor(req.params.cookie, token)).type('html').send(home)
  })
  app.use(requireAuth(auth))
  app.get('/', (_req, res) => void res.type('html').send(home))
  app.get('/socket', (_req, res) => void res.send('no socket'))
  app.post('/changes', (_req, res) => void res.type('html').send(changed))
  return app
}

function createFastifyApi(auth: Auth, token: string): FastifyInstance {
  const app = Fastify()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  app.register(cognitoAuth, auth)
  app.get<{ Params: { cookie: string } }>(
    '/sign-in/:cookie',
    { config: { cognito: false } },
    ({ params }, reply) =>
      reply.header('Set-Cookie', cookieFor(params.cookie, token)).type('text/html').send(home),
  )
  app.get('/', (_request, reply) => reply.type('text/html').send(home))
  app.get('/socket', (_request, reply) => reply.send('no socket'))
  app.post('/changes', (_request, reply) => reply.type('text/html').send(changed))
  return app
}

/** The cookie that a sign-in sets: `SameSite` would keep it from other sites, and hide what the API does. */
function cookieFor(name: string, token: string): string {
  const attributes = name.startsWith('__Host-') ? '; Secure; SameSite=None' : ''
  return `${name}=${token}; Path=/; HttpOnly${attributes}`
}

async function record(listener: RequestListener): Promise<CookieApi> {
  const answers: string[] = []
  const server = await listen((req, res) => {
    res.once('finish', () => answers.push(`${req.method} ${req.url} ${res.statusCode}`))
    listener(req, res)
  })
  return { ...server, answers }
}

async function listen(listener: RequestListener): Promise<RunningServer> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: portOf(server), close: () => closeServer(server) }
}

function portOf(server: Server): number {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The server does not listen on a port')
  return address.port
}

async function closeServer(server: Server): Promise<void> {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}
