import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { buildMetadata } from '../../dist/resources/metadata.js'
import { protectedResource } from '../../dist/resources/protected-resource.js'
import type { ProtectedResource, ProtectedResourceOptions } from '../../dist/types/protected-resource.js'
import { mistakeOf } from '../support/refusal.ts'

const scopes = ['orders/read']
const domain = 'auth.example.com'
const resourcePath = '/.well-known/oauth-protected-resource'
const serverPath = '/.well-known/oauth-authorization-server'

function at(resource: string, options: Partial<ProtectedResourceOptions> = { domain }): ProtectedResource {
  return protectedResource({ resource, scopes, ...options })
}

/** The documents by path. */
function documentsOf(...resources: ProtectedResource[]): Record<string, unknown> {
  const entries = [...buildMetadata(resources)].map(
    ([path, responses]) => [path, JSON.parse(responses.get('GET')?.body ?? '')] as const,
  )
  return Object.fromEntries(entries)
}

function messageFor(...resources: unknown[]): string {
  const mistake = mistakeOf(() => buildMetadata(resources))
  expect(mistake.option).toBe('serveMetadata')
  return mistake.message
}

const server = {
  issuer: 'https://api.example.com',
  authorization_endpoint: 'https://auth.example.com/oauth2/authorize',
  token_endpoint: 'https://auth.example.com/oauth2/token',
  revocation_endpoint: 'https://auth.example.com/oauth2/revoke',
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
  code_challenge_methods_supported: ['S256'],
}

describe('buildMetadata', () => {
  it('describes a resource and, with a domain, its authorization server', () => {
    expect(documentsOf(at('https://api.example.com/mcp'))).toEqual({
      [`${resourcePath}/mcp`]: {
        resource: 'https://api.example.com/mcp',
        authorization_servers: ['https://api.example.com'],
        scopes_supported: scopes,
        bearer_methods_supported: ['header'],
      },
      [serverPath]: server,
    })
  })

  it('describes only the resource if the authorization servers are elsewhere', () => {
    const authorizationServers = ['https://auth.example.com']
    const options = { authorizationServers, name: 'Orders', documentation: 'https://example.com/docs' }
    expect(documentsOf(at('https://api.example.com/mcp', options))).toEqual({
      [`${resourcePath}/mcp`]: {
        resource: 'https://api.example.com/mcp',
        authorization_servers: authorizationServers,
        scopes_supported: scopes,
        bearer_methods_supported: ['header'],
        resource_name: 'Orders',
        resource_documentation: 'https://example.com/docs',
      },
    })
  })

  it.each([
    ['https://api.example.com', resourcePath],
    ['https://api.example.com/', resourcePath],
    ['https://api.example.com/mcp/', `${resourcePath}/mcp`],
    ['https://api.example.com/a/b', `${resourcePath}/a/b`],
  ])('has the document of %s at %s', (resource, path) => {
    expect(documentsOf(at(resource))).toMatchObject({ [path]: { resource } })
  })

  it('serves several resources of one origin, which share the document of the authorization server', () => {
    const documents = documentsOf(
      at('https://api.example.com/a'),
      at('https://api.example.com/b', { authorizationServers: ['https://other.example.com'] }),
      at('https://api.example.com/c', { domain: 'https://auth.example.com' }),
    )
    expect(Object.keys(documents)).toEqual([
      `${resourcePath}/a`,
      `${resourcePath}/b`,
      `${resourcePath}/c`,
      serverPath,
    ])
    expect(documents[serverPath]).toEqual(server)
  })

  it('serves a resource of another origin next to them if its authorization server is elsewhere', () => {
    const elsewhere = at('https://other.example.com/b', {
      authorizationServers: ['https://auth.example.com'],
    })
    expect(documentsOf(elsewhere, at('https://api.example.com/a'))).toMatchObject({
      [`${resourcePath}/b`]: { resource: 'https://other.example.com/b' },
      [serverPath]: server,
    })
  })

  it('answers GET with the document, OPTIONS with a preflight, and no other method', () => {
    const responses = buildMetadata([at('https://api.example.com')]).get(resourcePath)
    expect([...(responses?.keys() ?? [])]).toEqual(['GET', 'OPTIONS'])
    expect(responses?.get('GET')).toEqual({
      statusCode: 200,
      headers: {
        'Access-Control-Allow-Origin': '*',
        'Cache-Control': 'max-age=3600',
        'Content-Type': 'application/json; charset=utf-8',
      },
      body: expect.stringMatching(/^\{"resource":/),
    })
    expect(responses?.get('OPTIONS')).toEqual({
      statusCode: 204,
      headers: {
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Methods': 'GET',
        'Access-Control-Allow-Headers': '*',
        'Cache-Control': 'max-age=3600',
      },
      body: '',
    })
  })

  it.each([
    [[]],
    [[{}]],
    [[undefined]],
    [['https://api.example.com']],
    [[at('https://api.example.com'), null]],
  ])('rejects %j', (resources) => {
    expect(messageFor(...resources)).toBe(
      'serveMetadata() takes one or more resources, each of them what protectedResource() returns. If it is used ' +
        'uncalled, call it: serveMetadata(resource).',
    )
  })

  it.each([
    ['the same resource', 'https://api.example.com/mcp', 'https://api.example.com/mcp'],
    [
      'a resource that differs by its final slash',
      'https://api.example.com/mcp',
      'https://api.example.com/mcp/',
    ],
    ['a resource of another origin', 'https://api.example.com/mcp', 'https://other.example.com/mcp'],
  ])('rejects %s, whose metadata is at the same path', (_, first, second) => {
    const options = { authorizationServers: ['https://auth.example.com'] }
    expect(messageFor(at(first, options), at(second, options))).toBe(
      `serveMetadata() was given two resources whose metadata is at ${resourcePath}/mcp. One server can serve only one ` +
        'of them.',
    )
  })

  it('rejects another domain for the same origin', () => {
    const other = at('https://api.example.com/b', { domain: 'login.example.com' })
    expect(messageFor(at('https://api.example.com/a'), other)).toBe(
      'serveMetadata() was given resources of one origin with the domains https://auth.example.com and ' +
        'https://login.example.com. Pass the same domain to all of them.',
    )
  })

  it('rejects two origins with a domain, which need different documents at one path', () => {
    expect(messageFor(at('https://api.example.com/a'), at('https://other.example.com/b'))).toBe(
      'serveMetadata() was given resources of https://api.example.com and of https://other.example.com, which cannot ' +
        `share the document at ${serverPath}. Pass authorizationServers instead of domain for one of them.`,
    )
  })

  it('takes nothing from a polluted prototype', async () => {
    const resource = at('https://api.example.com/mcp')
    const before = documentsOf(resource)
    const polluted = { domain: 'https://intruder.example.com', name: 'intruder', resource_name: 'intruder' }
    expect(await withPollution(polluted, () => documentsOf(resource))).toEqual(before)
  })
})
