import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { protectedResource } from '../../dist/resources/protected-resource.js'
import { isProtectedResource } from '../../dist/settings/protected-resource-option.js'
import type { ProtectedResourceOptions } from '../../dist/types/protected-resource.js'
import { fromJavaScript, mistakeOf, toldBy } from '../support/refusal.ts'

const resource = 'https://api.example.com/mcp'
const scopes = [`${resource}/read`]
const domain = 'auth.example.com'

/** Describes a resource with options that TypeScript would not accept. */
function describeWith(options: object) {
  return protectedResource(fromJavaScript({ resource, scopes, domain, ...options }))
}

describe('protectedResource', () => {
  it('describes a resource with a domain, whose authorization server is its own origin', () => {
    expect(protectedResource({ resource, scopes, domain })).toEqual({
      resource,
      scopes,
      metadataUrl: 'https://api.example.com/.well-known/oauth-protected-resource/mcp',
      authorizationServers: ['https://api.example.com'],
      domain: 'https://auth.example.com',
      name: undefined,
      documentation: undefined,
    })
  })

  it('describes a resource with authorization servers', () => {
    const authorizationServers = ['https://auth.example.com', 'http://localhost:9229/us-east-1_EXAMPLE1']
    expect(protectedResource({ resource, scopes, authorizationServers })).toMatchObject({
      authorizationServers,
      domain: undefined,
    })
  })

  it('takes a name and a page for developers', () => {
    const documentation = 'https://example.com/docs?page=mcp#tools'
    expect(describeWith({ name: 'Orders', documentation })).toMatchObject({ name: 'Orders', documentation })
  })

  it('keeps an identifier without a path as it is, with and without a slash', () => {
    for (const identifier of ['https://api.example.com', 'https://api.example.com/']) {
      expect(describeWith({ resource: identifier })).toMatchObject({
        resource: identifier,
        metadataUrl: 'https://api.example.com/.well-known/oauth-protected-resource',
        authorizationServers: ['https://api.example.com'],
      })
    }
  })

  it('names each scope once, in the order of the options', () => {
    expect(describeWith({ scopes: ['b', 'a', 'b'] }).scopes).toEqual(['b', 'a'])
  })

  it('is frozen, with its lists, and independent of the options', () => {
    const options = { resource, scopes: ['a'], authorizationServers: ['https://auth.example.com'] }
    const value = protectedResource(options)
    options.scopes.push('b')
    options.authorizationServers.push('https://intruder.example.com')
    expect(value).toMatchObject({ scopes: ['a'], authorizationServers: ['https://auth.example.com'] })
    const lists = [value.scopes, value.authorizationServers, describeWith({}).authorizationServers]
    expect([value, ...lists].every(Object.isFrozen)).toBe(true)
  })

  it('returns a value that a copy with other properties is not', () => {
    const value = protectedResource({ resource, scopes, domain })
    expect(isProtectedResource(value)).toBe(true)
    expect(isProtectedResource({ ...value, resource: 'https://other.example.com' })).toBe(false)
  })

  it.each([
    ['scopes', undefined, 'undefined'],
    ['scopes', [], '[]'],
    ['scopes', 'a', "'a'"],
    ['scopes', ['a', ''], "[ 'a', '' ]"],
    ['scopes', ['a b'], "[ 'a b' ]"],
    ['scopes', ['a"b'], `[ 'a"b' ]`],
    ['scopes', ['a\\b'], String.raw`[ 'a\\b' ]`],
    ['scopes', ['ä'], "[ 'ä' ]"],
    ['scopes', [7], '[ 7 ]'],
    ['name', '', "''"],
    ['name', 7, '7'],
    ['name', null, 'null'],
    ['documentation', '/docs', "'/docs'"],
    ['documentation', 'http://example.com/', "'http://example.com/'"],
    ['resource', undefined, 'undefined'],
    ['resource', 'mcp', "'mcp'"],
    ['domain', '', "''"],
  ])('rejects the %s %j', (option, value, shown) => {
    expect(toldBy(() => describeWith({ [option]: value }))).toMatchObject({ option, shown })
  })

  it.each([
    ['authorizationServers', [], '[]'],
    ['authorizationServers', 'https://auth.example.com', "'https://auth.example.com'"],
    ['authorizationServers', null, 'null'],
    ['authorizationServers[1]', ['https://auth.example.com', 'auth.example.com'], "'auth.example.com'"],
    ['authorizationServers[0]', ['https://auth.example.com/?a'], "'https://auth.example.com/?…'"],
    ['authorizationServers[0]', [undefined], 'undefined'],
  ])('rejects %s in %j', (option, authorizationServers, shown) => {
    expect(toldBy(() => describeWith({ domain: undefined, authorizationServers }))).toMatchObject({
      option,
      shown,
    })
  })

  it('needs a domain or authorization servers, and not both', () => {
    expect(mistakeOf(() => describeWith({ domain: undefined }))).toMatchObject({
      option: 'domain',
      message:
        'domain is missing. Pass the domain of the managed login, for example auth.example.com, or ' +
        'authorizationServers, an array of issuers.',
    })
    expect(
      mistakeOf(() => describeWith({ authorizationServers: ['https://auth.example.com'] })),
    ).toMatchObject({
      option: 'domain',
      message:
        'domain and authorizationServers cannot be combined. With domain, your API is the authorization server that ' +
        'clients see.',
    })
  })

  it('proposes the right name for a misspelt option', () => {
    expect(mistakeOf(() => describeWith({ scope: 'a' })).message).toBe(
      '`scope` is not an option. Did you mean to pass `scopes`?',
    )
  })

  it.each([undefined, null, 'https://api.example.com', new URL('https://api.example.com')])(
    'rejects %o instead of options',
    (options) => {
      expect(mistakeOf(() => protectedResource(fromJavaScript(options))).option).toBe('options')
    },
  )

  it('reads nothing from a polluted prototype', async () => {
    const polluted = { domain: 'intruder.example.com', name: 'intruder', documentation: 'https://intruder/' }
    const options: ProtectedResourceOptions = {
      resource,
      scopes,
      authorizationServers: ['https://a.example.com'],
    }
    const value = await withPollution(polluted, () => protectedResource(options))
    expect(value).toEqual(protectedResource(options))
    const all = { resource, scopes, domain }
    expect(
      await withPollution(all, () => mistakeOf(() => protectedResource(fromJavaScript({})))),
    ).toMatchObject({
      option: 'resource',
    })
  })
})
