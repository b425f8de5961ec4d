import { once } from 'node:events'
import { createServer as createHttpServer, type Server } from 'node:http'
import type { ExpressAuthOptions } from '@cognito-auth/express'
import type { FastifyAuthOptions } from '@cognito-auth/fastify'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import type { Express } from 'express'
import type { FastifyInstance } from 'fastify'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { originOf } from '../support/http.ts'
import { openPageWithPackages, type Page } from '../support/page.ts'
import { blocksOf } from '../support/readme.ts'

const resource = 'https://api.example.com/mcp'
const metadataPath = '/.well-known/oauth-protected-resource/mcp'

type Notes = (req: object, res: object, body?: unknown) => Promise<void>

let pool: TestUserPool
let page: Page
let createNotes: () => Notes

beforeAll(async () => {
  pool = await createTestUserPool()
  page = await openPageWithPackages('docs/mcp.md')
  ;({ createNotes } = await page.module<{ createNotes: () => Notes }>('createNotes'))
})

afterAll(() => page.remove())

function bearer(...names: string[]): string {
  return pool.bearer({ scopes: names.map((name) => `${resource}/${name}`), claims: { aud: resource } })
}

function callTool(app: Express | Server, name: string, authorization = ''): request.Test {
  const message = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name, arguments: { text: 'tea' } },
  }
  return request(app)
    .post('/mcp')
    .set('Accept', 'application/json, text/event-stream')
    .set('Authorization', authorization)
    .send(message)
}

describe.each([
  ['Express', "'@cognito-auth/express'", (app: unknown) => app as Express],
  [
    'Fastify',
    "'@cognito-auth/fastify'",
    async (app: unknown) => {
      await (app as FastifyInstance).ready()
      return (app as FastifyInstance).server
    },
  ],
])('The MCP server on %s', (_name, text, start) => {
  let app: Express | Server

  beforeAll(async () => {
    const { createServer } = await page.module<{
      createServer: (notes: Notes, options: ExpressAuthOptions & FastifyAuthOptions) => unknown
    }>(text)
    app = await start(createServer(createNotes(), pool.options))
  })

  it('tells clients where to sign in', async () => {
    const { headers } = await callTool(app, 'list_notes').expect(401)
    expect(headers['www-authenticate']).toBe(
      `Bearer realm="api", scope="${resource}/read", resource_metadata="https://api.example.com${metadataPath}"`,
    )
    const { body } = await request(app).get(metadataPath).expect(200)
    expect(body).toMatchObject({ resource, authorization_servers: ['https://api.example.com'] })
    const server = await request(app).get('/.well-known/oauth-authorization-server').expect(200)
    expect(server.body).toMatchObject({ token_endpoint: 'https://auth.example.com/oauth2/token' })
  })

  it('calls tools for a user, and keeps users apart', async () => {
    await callTool(app, 'add_note', bearer('read')).expect(200)
    expect((await callTool(app, 'list_notes', bearer('read'))).text).toContain('tea')
    const bob = pool.bearer({ username: 'bob', claims: { aud: resource } })
    expect((await callTool(app, 'list_notes', bob).expect(200)).text).not.toContain('tea')
  })

  it('refuses machines, and tokens for other resources', async () => {
    const machine = await callTool(app, 'list_notes', `Bearer ${pool.machineToken()}`)
    expect(machine.status).toBe(401)
    const other = await callTool(app, 'list_notes', pool.bearer({ claims: { aud: `${resource}/` } }))
    expect(other.status).toBe(401)
  })
})

describe('The check of a tool', () => {
  it('answers as the page says', async () => {
    const { createServer } = await page.module<{
      createServer: (notes: Notes, options: ExpressAuthOptions) => Express
    }>('callsTool')
    const app = createServer(createNotes(), pool.options)
    await callTool(app, 'list_notes', bearer('read')).expect(200)
    await callTool(app, 'add_note', bearer('read', 'write')).expect(200)
    const { headers } = await callTool(app, 'add_note', bearer('read')).expect(403)
    const shown = blocksOf('docs/mcp.md').find(({ code }) => code.startsWith('HTTP/1.1 403'))
    expect(shown?.code).toContain(`WWW-Authenticate: ${headers['www-authenticate']}\n`)
  })
})

describe('The test of an MCP server', () => {
  it('calls a tool as a user of the test pool', async () => {
    const { createServer } = await page.module<{
      createServer: (notes: Notes, options: ExpressAuthOptions) => Express
    }>("'@cognito-auth/express'")
    const test = await page.module<{
      pool: TestUserPool
      connect: (url: string) => Promise<{ callTool(call: object): Promise<unknown>; close(): Promise<void> }>
    }>('export async function connect')
    const server = createHttpServer(createServer(createNotes(), test.pool.options)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client = await test.connect(`${originOf(server.address())}/mcp`)
    const added = await client.callTool({ name: 'add_note', arguments: { text: 'tea' } })
    expect(added).toMatchObject({ content: [{ type: 'text', text: 'Added' }] })
    await client.close()
    server.closeAllConnections()
    server.close()
  })
})
