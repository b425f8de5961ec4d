import { once } from 'node:events'
import { cognitoAuth, getPrincipal, type Principal } from '@cognito-auth/fastify'
import { createTestUserPool } from '@cognito-auth/testing'
import Fastify, { type FastifyInstance } from 'fastify'
import mercurius from 'mercurius'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { originOf } from '../support/http.ts'
import { timeOf, track, type TrackedServer } from './support/upgrade.ts'

const pool = await createTestUserPool()

const schema = `
  type Query { me: String }
  type Mutation { announce(text: String!): Boolean }
  type Subscription { announced: String }
`

declare module 'mercurius' {
  interface MercuriusContext {
    username?: string | undefined
  }
}

/** mercurius registers @fastify/websocket itself, behind cognitoAuth. */
describe.each([
  // With its own error handler, mercurius builds the context of a refused request, too, so that it may not throw.
  { handler: 'the error handler of mercurius', errorHandler: true, findPrincipal: principalIfAny },
  { handler: 'the error handler of Fastify', errorHandler: false, findPrincipal: getPrincipal },
])('mercurius with subscriptions, and $handler', ({ errorHandler, findPrincipal }) => {
  let app: FastifyInstance
  let server: TrackedServer
  let origin: string

  beforeEach(async () => {
    app = Fastify()
    await app.register(cognitoAuth, pool.options)
    await app.register(mercurius, {
      schema,
      subscription: true,
      errorHandler,
      context: (request) => ({ username: findPrincipal(request)?.username }),
      resolvers: {
        Query: { me: (_root, _args, { username }) => username },
        Mutation: {
          async announce(_root, { text }: { text: string }, { pubsub }) {
            await pubsub.publish({ topic: 'announced', payload: { announced: text } })
            return true
          },
        },
        Subscription: {
          announced: { subscribe: (_root, _args, { pubsub }) => pubsub.subscribe('announced') },
        },
      },
    })
    server = track(app.server)
    await app.listen({ host: '127.0.0.1', port: 0 })
    origin = originOf(app.server.address())
  })

  afterEach(() => app.close())

  async function query(text: string, authorization?: string): Promise<Response> {
    return fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      body: JSON.stringify({ query: text }),
    })
  }

  it('answers an anonymous query like any other request', async () => {
    const response = await query('{ me }')
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="api"')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const message = 'A bearer token is required'
    expect(await response.json()).toMatchObject(
      errorHandler ? { data: null, errors: [{ message }] } : { code: 'credentials_missing', message },
    )
  })

  it('has the principal in the context of a query', async () => {
    const response = await query('{ me }', pool.bearer({ username: 'alice' }))
    expect(await response.json()).toEqual({ data: { me: 'alice' } })
  })

  it.each([
    ['an anonymous client', undefined, 'A bearer token is required'],
    ['an expired token', pool.bearer({ expiresInSeconds: -1 }), 'The token has expired'],
  ])('refuses a subscription of %s, and closes the connection', async (_who, authorization, message) => {
    const upgrades = await Promise.all([1, 2, 3].map(() => server.requestUpgrade('/graphql', authorization)))
    for (const response of await Promise.all(upgrades.map((upgrade) => upgrade.response))) {
      expect(response).toMatch(/^HTTP\/1.1 401 /)
      expect(response).toMatch(/^www-authenticate: Bearer realm="api"/im)
      expect(response).toContain(`"message":"${message}"`)
    }
    await expect.poll(() => server.open.size, { timeout: 1000 }).toBe(0)
    expect(await timeOf(() => app.close())).toBeLessThan(1000)
  })

  it('delivers the events of a subscription to a user, and still closes within a second', async () => {
    const authorization = pool.bearer({ username: 'alice' })
    const url = `${origin.replace('http', 'ws')}/graphql`
    const client = new WebSocket(url, 'graphql-transport-ws', { headers: { authorization } })
    await once(client, 'open')
    client.send(JSON.stringify({ type: 'connection_init' }))
    expect(await nextMessage(client)).toMatchObject({ type: 'connection_ack' })

    client.send(
      JSON.stringify({ id: '1', type: 'subscribe', payload: { query: 'subscription { announced }' } }),
    )
    const event = nextMessage(client)
    // The subscription has no acknowledgement: announce until it is there.
    const timer = setInterval(() => void query('mutation { announce(text: "hello") }', authorization), 50)
    expect(await event).toMatchObject({ id: '1', payload: { data: { announced: 'hello' } } })
    clearInterval(timer)

    const closed = once(client, 'close')
    expect(await timeOf(() => app.close())).toBeLessThan(1000)
    await closed
  })
})

function principalIfAny({ cognito }: { readonly cognito?: Principal | null }): Principal | null {
  return cognito ?? null
}

async function nextMessage(client: WebSocket): Promise<unknown> {
  const [message] = await once(client, 'message')
  return JSON.parse(String(message))
}
