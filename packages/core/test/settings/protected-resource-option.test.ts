import { describe, expect, it } from 'vitest'
import { createAuthenticator } from '../../dist/authenticate/create-authenticator.js'
import { protectedResource } from '../../dist/resources/protected-resource.js'
import { checkHeaderOnly, isProtectedResource } from '../../dist/settings/protected-resource-option.js'
import { resolveOptions } from '../../dist/settings/resolve-options.js'
import { withPolluted } from '../support/pollution.ts'
import { fromJavaScript, mistakeOf, refusalOf, toldBy } from '../support/refusal.ts'
import { accessClaims, clientId, createSigner, idClaims, userPoolId } from '../support/signer.ts'

const signer = createSigner('key-1')
const pool = { userPoolId, clientId, jwks: { keys: [signer.jwk] } }
const identifier = 'https://api.example.com/mcp'
const resource = describeResource(identifier)

function describeResource(name: string) {
  return protectedResource({ resource: name, scopes: ['a', 'b'], domain: 'auth.example.com' })
}

/** Resolves options that TypeScript would not accept. */
function resolve(options: object) {
  return resolveOptions(fromJavaScript({ ...pool, protectedResource: resource, ...options }))
}

/** Verifies an access token with this `aud` for a resource. */
function verify(aud: unknown, name = identifier): Promise<object> {
  const authenticator = createAuthenticator({ ...pool, protectedResource: describeResource(name) })
  return authenticator.verify(signer.token({ claims: accessClaims({ aud }) }))
}

describe('The option protectedResource', () => {
  it('sets the audience of the pool, and the metadata and scopes of the challenges', () => {
    expect(resolve({})).toMatchObject({
      pools: [{ audiences: new Set([identifier]), tokenUse: 'access' }],
      protectionSpace: { realm: 'api', resourceMetadata: resource.metadataUrl, scopes: ['a', 'b'] },
    })
  })

  it.each([
    [identifier, identifier],
    [identifier, [identifier]],
    [identifier, ['https://other.example.com', identifier]],
    ['https://api.example.com', 'https://api.example.com'],
    ['https://api.example.com', 'https://api.example.com/'],
    ['https://api.example.com/', 'https://api.example.com'],
    ['https://api.example.com/', 'https://api.example.com/'],
    ['https://api.example.com/mcp/', 'https://api.example.com/mcp/'],
  ])('accepts for %s a token with the aud %j', async (name, aud) => {
    await expect(verify(aud, name)).resolves.toMatchObject({ tokenUse: 'access' })
  })

  it.each([
    [identifier, undefined],
    [identifier, ''],
    [identifier, []],
    [identifier, `${identifier}/`],
    [identifier, 'https://api.example.com'],
    [identifier, 'https://API.example.com/mcp'],
    [identifier, 'https://api.example.com/MCP'],
    [identifier, 'https://api.example.com:443/mcp'],
    [identifier, `${identifier}?a`],
    [identifier, ` ${identifier}`],
    [identifier, `${identifier}/tools`],
    [identifier, [`${identifier}/`]],
    ['https://api.example.com/mcp/', identifier],
    ['https://api.example.com', 'https://api.example.com//'],
    ['https://api.example.com', identifier],
    ['https://api.example.com', 'https://api.example.com.intruder.example.com'],
  ])('refuses for %s a token with the aud %j', async (name, aud) => {
    expect(await refusalOf(verify(aud, name))).toMatchObject({ reason: 'audience' })
  })

  it('refuses machines, whose tokens have no aud, and ID tokens', async () => {
    const { verify: verifyToken } = createAuthenticator({ ...pool, protectedResource: resource })
    const machine = accessClaims({ sub: clientId, username: undefined })
    expect(await refusalOf(verifyToken(signer.token({ claims: machine })))).toMatchObject({
      reason: 'audience',
    })
    const id = idClaims({ aud: [identifier] })
    expect(await refusalOf(verifyToken(signer.token({ claims: id })))).toMatchObject({ reason: 'token_use' })
  })

  it.each([
    null,
    {},
    identifier,
    true,
    { ...resource },
    { resource: identifier, scopes: ['a'], domain: 'x.com' },
  ])('rejects %j', (value) => {
    expect(toldBy(() => resolve({ protectedResource: value }))).toMatchObject({
      option: 'protectedResource',
      allowed: 'what protectedResource() returns',
    })
  })

  it.each([
    ['audience', identifier],
    ['resourceMetadata', resource.metadataUrl],
  ])('cannot be combined with %s', (option, value) => {
    expect(mistakeOf(() => resolve({ [option]: value }))).toMatchObject({
      option,
      message: `${option} cannot be combined with protectedResource, which sets it. Remove one of them.`,
    })
  })

  it.each(['id', null])('cannot be combined with the tokenUse %s', (tokenUse) => {
    const mistake = mistakeOf(() => resolve({ tokenUse }))
    expect(mistake.option).toBe('tokenUse')
    expect(mistake.message).toMatch(
      /^tokenUse is .*\. Next to protectedResource it must be 'access' or left out\.$/,
    )
  })

  it.each(['access', undefined])('can be combined with the tokenUse %s', (tokenUse) => {
    expect(resolve({ tokenUse, audience: undefined, resourceMetadata: undefined }).pools).toHaveLength(1)
  })

  describe('next to userPools', () => {
    const [first, second] = [pool, { ...pool, userPoolId: 'us-east-1_EXAMPLE2' }]

    function resolvePools(userPools: readonly object[], options: object = {}) {
      return resolveOptions(fromJavaScript({ userPools, protectedResource: resource, ...options }))
    }

    it('sets the audience of all of them', () => {
      const audiences = new Set([identifier])
      expect(resolvePools([first, { ...second, tokenUse: 'access' }]).pools).toMatchObject([
        { audiences },
        { audiences },
      ])
    })

    it('rejects an audience of one of them', () => {
      expect(mistakeOf(() => resolvePools([first, { ...second, audience: identifier }]))).toMatchObject({
        option: 'userPools[1].audience',
        message:
          'userPools[1].audience cannot be combined with protectedResource, which sets it. Remove one of them.',
      })
    })

    it.each(['id', null])('rejects the tokenUse %s of one of them', (tokenUse) => {
      const mistake = mistakeOf(() => resolvePools([first, { ...second, tokenUse }]))
      expect(mistake.option).toBe('userPools[1].tokenUse')
      expect(mistake.message).toContain("Next to protectedResource it must be 'access' or left out.")
    })

    it.each([
      ['audience', identifier],
      ['tokenUse', 'id'],
    ])('rejects the default %s', (option, value) => {
      const userPools = [{ ...first, tokenUse: 'access' }]
      expect(mistakeOf(() => resolvePools(userPools, { [option]: value })).option).toMatch(
        new RegExp(`${option}$`),
      )
    })
  })

  it('does not come from a polluted prototype, and neither do the options that it replaces', () => {
    expect(withPolluted({ protectedResource: resource }, () => resolveOptions(pool)).pools).toMatchObject([
      { audiences: null },
    ])
    const polluted = { audience: 'x', resourceMetadata: 'x', tokenUse: 'id' }
    expect(withPolluted(polluted, () => resolve({})).pools).toHaveLength(1)
  })
})

describe('isProtectedResource', () => {
  it('recognizes the resources of another copy of the package', () => {
    const brand = Symbol.for('@cognito-auth/ProtectedResource')
    expect(isProtectedResource({ [brand]: true })).toBe(true)
    expect(isProtectedResource(Object.create({ [brand]: true }))).toBe(false)
    expect(isProtectedResource(undefined)).toBe(false)
  })
})

describe('checkHeaderOnly', () => {
  it.each([undefined, 'authorization'])('accepts %s', (value) => {
    expect(() => checkHeaderOnly({ option: 'tokenFrom', value })).not.toThrow()
  })

  it.each([{ cookie: '__Host-access' }, { header: 'x-amzn-oidc-accesstoken' }, null, 'Authorization'])(
    'rejects %j',
    (value) => {
      const mistake = mistakeOf(() => checkHeaderOnly({ option: 'tokenFrom', value }))
      expect(mistake.option).toBe('tokenFrom')
      expect(mistake.message).toMatch(
        /^tokenFrom is .*\. Next to protectedResource it must be 'authorization' or left out\.$/,
      )
    },
  )
})
