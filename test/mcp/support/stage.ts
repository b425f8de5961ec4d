import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import { type Framework, freePort, listen, type Person, startManagedLogin } from '@example/mcp-server'

/** The MCP server of the examples in both frameworks, and the managed login of their user pool. */
export interface Stage {
  readonly pool: TestUserPool
  /** Domain of the managed login. */
  readonly domain: string
  /** URL of the MCP endpoint. */
  readonly urls: Readonly<Record<Framework, string>>
  close(): Promise<void>
}

/** Where the browser goes with the code. Nobody listens there: the tests read the URL. */
export const callbackUrl = 'http://localhost:8976/callback'

export const alice: Person = { username: 'alice', password: 'alice-pass-1', groups: ['admin'] }

/** Starts everything. `path` is the path of both MCP endpoints. */
export async function openStage(path = '/mcp'): Promise<Stage> {
  const pool = await createTestUserPool()
  const ports = { express: await freePort(), fastify: await freePort() }
  const urls = { express: urlOf(ports.express, path), fastify: urlOf(ports.fastify, path) }
  const resourceServers = [urls.express, urls.fastify]
  const login = await startManagedLogin({
    pool,
    clients: [
      {
        clientId: pool.clientId,
        callbackUrls: [callbackUrl],
        scopes: ['openid', ...resourceServers.flatMap((url) => [`${url}/read`, `${url}/write`])],
      },
    ],
    people: [alice],
    resourceServers,
  })

  const shared = { domain: login.url, auth: pool.options }
  const stops = [
    await listen('express', { url: urls.express, ...shared }),
    await listen('fastify', { url: urls.fastify, ...shared }),
  ]
  return {
    pool,
    domain: login.url,
    urls,
    async close() {
      for (const stop of [...stops, login.close]) await stop()
    },
  }
}

function urlOf(port: number, path: string): string {
  return `http://localhost:${port}${path}`
}
