import { once } from 'node:events'
import { createServer } from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import { requireAuth, type ExpressAuthOptions } from '@cognito-auth/express'
import cognitoAuth, { type FastifyAuthOptions } from '@cognito-auth/fastify'
import express from 'express'
import Fastify from 'fastify'
import { Pool } from 'undici'
import { afterEach, beforeEach, expect, onTestFinished, vi } from 'vitest'
import { originOf } from '../support/http.ts'
import { startJwksServer, type ControlledJwksServer } from '../support/jwks-server.ts'

/** An API on 127.0.0.1 with one route, which needs a token, and a client of it. Closed when the test ends. */
export interface Stage {
  readonly url: string
  /** Number of requests that have reached the API. */
  readonly seen: number
  /** Sends one request. */
  get(token: string): Promise<Reply>
  /** Sends requests with all of the tokens at once, and counts the answers by status and code. */
  tally(tokens: readonly string[]): Promise<Record<string, number>>
}

interface Reply {
  readonly status: number
  readonly code: string | undefined
  readonly retryAfter: string | undefined
}

/** The ways to build the API. */
export const frameworks = { express: expressStage, fastify: fastifyStage }

export async function expressStage(options: ExpressAuthOptions): Promise<Stage> {
  const app = express()
  app.get('/', requireAuth(options), (_req, res) => {
    res.json({})
  })
  return serve(app)
}

export async function fastifyStage(options: FastifyAuthOptions): Promise<Stage> {
  const app = Fastify({ forceCloseConnections: true })
  app.get('/', () => ({}))
  let seen = 0
  app.server.on('request', () => seen++)
  await app.register(cognitoAuth, options)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => app.close())
  return stage(url, () => seen)
}

/** Serves an application of Express. */
export async function serve(app: express.Express): Promise<Stage> {
  let seen = 0
  const server = createServer((request, response) => {
    seen++
    app(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  })
  return stage(originOf(server.address()), () => seen)
}

function stage(url: string, seen: () => number): Stage {
  const client = new Pool(url, { connections: 500, pipelining: 1 })
  onTestFinished(() => client.destroy())

  async function get(token: string): Promise<Reply> {
    const headers = { authorization: `Bearer ${token}` }
    const { statusCode, headers: fields, body } = await client.request({ method: 'GET', path: '/', headers })
    const content = await body.json()
    const code =
      typeof content === 'object' && content && 'code' in content ? String(content.code) : undefined
    return { status: statusCode, code, retryAfter: fields['retry-after']?.toString() }
  }

  return {
    url,
    get seen() {
      return seen()
    },
    get,
    async tally(tokens) {
      const counts: Record<string, number> = {}
      for (const { status, code = '' } of await Promise.all(tokens.map(get))) {
        const answer = `${status} ${code}`.trim()
        counts[answer] = (counts[answer] ?? 0) + 1
      }
      return counts
    },
  }
}

/** Starts a key server, and closes it when the test ends. */
export async function keyServer(jwks: object): Promise<ControlledJwksServer> {
  const server = await startJwksServer(jwks)
  onTestFinished(() => server.close())
  return server
}

/**
 * Says how often the keys have been fetched in all, once the last fetch is over: answered, and the answer read. Both
 * ends live in this process, so that what was sent is read, and what was started is seen, within a few turns.
 */
export async function fetches(server: ControlledJwksServer): Promise<number> {
  await turns(20)
  await expect.poll(() => server.pending, { interval: 5 }).toBe(0)
  await turns(20)
  return server.hits
}

async function turns(count: number): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- one turn after the other
  for (let left = count; left > 0; left--) await turn()
}

/** Freezes the clock for each test of a file. Sockets and timers go on. */
export function freezeClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-01T12:00:00Z') })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
}

/** Sets the frozen clock forwards, or backwards. */
export function advance(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1000)
}

/** Pauses, in seconds, after the first failures of an outage with a cool-down of 10 seconds. */
export const pauses: readonly number[] = [1, 2, 4, 8, 10, 10]

/** Something to wait for. */
export function gate(): { readonly opened: Promise<unknown>; open(): void } {
  const gatekeeper = new EventTarget()
  return {
    opened: once(gatekeeper, 'open'),
    open: () => void gatekeeper.dispatchEvent(new Event('open')),
  }
}

/** A list of as many as are wanted. */
export function times<Item>(count: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index))
}
