/** Starts both servers with a test pool, sends requests, and fails unless the answers are correct. */
import { deepEqual, equal } from 'node:assert/strict'
import { createTestUserPool } from '@cognito-auth/testing'
import { freePort } from './free-port.ts'
import { type Framework, listen } from './listen.ts'
import { scopesOf } from './resource.ts'

const pool = await createTestUserPool()
await check('express')
await check('fastify')
console.log('Both MCP servers answer as they should')

async function check(framework: Framework): Promise<void> {
  const origin = `http://localhost:${await freePort()}`
  const url = `${origin}/mcp`
  const { read, write } = scopesOf(url)
  const stop = await listen(framework, { url, domain: 'auth.example.com', auth: pool.options })

  try {
    const metadataUrl = `${origin}/.well-known/oauth-protected-resource/mcp`
    const anonymous = await callTool(url, 'list_notes')
    equal(anonymous.status, 401)
    equal(
      anonymous.headers.get('www-authenticate'),
      `Bearer realm="api", scope="${read}", resource_metadata="${metadataUrl}"`,
    )

    deepEqual(await (await fetch(metadataUrl)).json(), {
      resource: url,
      authorization_servers: [origin],
      scopes_supported: [read],
      bearer_methods_supported: ['header'],
      resource_name: 'Notes',
    })
    const server = await fetch(`${origin}/.well-known/oauth-authorization-server`)
    const { issuer, token_endpoint, code_challenge_methods_supported } = (await server.json()) as Metadata
    equal(issuer, origin)
    equal(token_endpoint, 'https://auth.example.com/oauth2/token')
    deepEqual(code_challenge_methods_supported, ['S256'])

    const reader = pool.accessToken({ scopes: [read], claims: { aud: url } })
    const listed = await callTool(url, 'list_notes', {}, reader)
    equal(listed.status, 200)

    const refused = await callTool(url, 'add_note', { text: 'tea' }, reader)
    equal(refused.status, 403)
    equal(
      refused.headers.get('www-authenticate'),
      `Bearer realm="api", error="insufficient_scope", scope="${read} ${write}", resource_metadata="${metadataUrl}"`,
    )

    const writer = pool.accessToken({ scopes: [read, write], claims: { aud: url } })
    equal((await callTool(url, 'add_note', { text: 'tea' }, writer)).status, 200)

    const unbound = pool.accessToken({ scopes: [read] })
    equal((await callTool(url, 'list_notes', {}, unbound)).status, 401)
    const machine = pool.machineToken({ scopes: [read] })
    equal((await callTool(url, 'list_notes', {}, machine)).status, 401)
  } finally {
    await stop()
  }
}

interface Metadata {
  readonly issuer: unknown
  readonly token_endpoint: unknown
  readonly code_challenge_methods_supported: unknown
}

function callTool(url: string, name: string, parameters: object = {}, token?: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name, arguments: parameters },
    }),
  })
}
