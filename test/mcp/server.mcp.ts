import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Framework, freePort } from '@example/mcp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStage, type Stage } from './support/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

describe('The example', () => {
  it('passes its check', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [pathOf('check.js')])
    expect(stdout).toBe('Both MCP servers answer as they should\n')
  })

  it.each(['express', 'fastify'])(
    'starts with a test pool on %s, and ends with SIGTERM',
    async (framework) => {
      const port = await freePort()
      const env = { ...process.env, PORT: String(port), FRAMEWORK: framework }
      const child = spawn(process.execPath, [pathOf('main.js')], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const end = once(child, 'exit')
      const [printed] = await once(child.stdout, 'data')
      expect(String(printed)).toMatch(/^Managed login: http:\/\/localhost:\d+, user alice, password /)
      expect((await fetch(`http://localhost:${port}/mcp`)).status).toBe(401)
      child.kill('SIGTERM')
      expect(await end).toEqual([0, null])
    },
  )

  function pathOf(file: string): string {
    return fileURLToPath(new URL(file, import.meta.resolve('@example/mcp-server')))
  }
})

describe.each<Framework>(['express', 'fastify'])('The %s server', (framework) => {
  // No SDK refuses a server without it, although the specification says that clients must.
  it('says that it supports PKCE with S256', async () => {
    const { origin } = new URL(stage.urls[framework])
    const response = await fetch(`${origin}/.well-known/oauth-authorization-server`)
    expect(await response.json()).toMatchObject({ code_challenge_methods_supported: ['S256'] })
  })

  it.each([
    ['a batch', [toolCall('list_notes'), toolCall('add_note')]],
    ['a batch of one', [toolCall('add_note')]],
  ])('refuses %s with a tool that needs a further scope', async (_what, body) => {
    const response = await post(framework, JSON.stringify(body), { 'Content-Type': 'application/json' })
    expect(response.status).toBe(403)
  })

  it.each([
    ['text', { 'Content-Type': 'text/plain' }],
    ['no type', {}],
    ['two types', { 'Content-Type': 'application/json, text/plain' }],
    ['a type with a malformed parameter', { 'Content-Type': 'application/json; x' }],
    ['a type with a malformed character', { 'Content-Type': 'application/json;charset=utf-8;"' }],
    ['a type with a suffix', { 'Content-Type': 'application/vnd.api+json' }],
    ['another encoding of characters', { 'Content-Type': 'application/json; charset=utf-7' }],
  ])('refuses a tool that needs a further scope when the body says that it is %s', async (_what, headers) => {
    const response = await post(framework, JSON.stringify(toolCall('add_note')), headers)
    expect([403, 415]).toContain(response.status)
  })

  it.each([
    [
      'a duplicate name',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_notes","name":"add_note"}}',
    ],
    [
      'an escaped name',
      String.raw`{"jsonrpc":"2.0","id":1,"method":"tools\/call","params":{"name":"add\u005fnote"}}`,
    ],
    ['a byte order mark', `\uFEFF${JSON.stringify(toolCall('add_note'))}`],
  ])('refuses a tool that needs a further scope with %s', async (_what, body) => {
    const response = await post(framework, body, { 'Content-Type': 'application/json' })
    expect([400, 403]).toContain(response.status)
  })

  it.each([
    ['a machine', () => stage.pool.machineToken({ scopes: [`${stage.urls[framework]}/read`] })],
    ['a user whose token is for no resource', () => stage.pool.accessToken()],
    ['an ID token', () => stage.pool.idToken()],
    [
      'a resource with a final slash',
      () => stage.pool.accessToken({ claims: { aud: `${stage.urls[framework]}/` } }),
    ],
  ])('refuses the token of %s', async (_what, token) => {
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token()}` }
    const response = await post(framework, JSON.stringify(toolCall('list_notes')), headers)
    expect(response.status).toBe(401)
  })

  /** Posts with a token that has the scope `read`. */
  function post(name: Framework, body: string, headers: Record<string, string>): Promise<Response> {
    const url = stage.urls[name]
    const token = stage.pool.accessToken({ scopes: [`${url}/read`], claims: { aud: url } })
    return fetch(url, {
      method: 'POST',
      headers: {
        Accept: 'application/json, text/event-stream',
        Authorization: `Bearer ${token}`,
        ...headers,
      },
      // Bytes, for which fetch sends no type of its own.
      body: new TextEncoder().encode(body),
    })
  }
})

function toolCall(name: string): object {
  return { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: { text: 'tea' } } }
}
