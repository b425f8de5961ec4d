import { describe, expect, it } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { createAuthenticator } from '../../dist/authenticate/create-authenticator.js'
import { toAuthInfo } from '../../dist/resources/to-auth-info.js'
import type { AuthInfo } from '../../dist/types/auth-info.js'
import { accessClaims, clientId, createSigner, idClaims, userPoolId } from '../support/signer.ts'

const signer = createSigner('key-1')
const authenticator = createAuthenticator({
  userPoolId,
  clientId,
  tokenUse: null,
  jwks: { keys: [signer.jwk] },
})

/** What a token with these claims becomes. */
async function authInfoOf(claims: object): Promise<AuthInfo> {
  const token = signer.token({ claims })
  return toAuthInfo(await authenticator.verify(token), token)
}

describe('toAuthInfo', () => {
  it('describes a user', async () => {
    const claims = accessClaims({ 'cognito:groups': ['admin'], aud: 'https://api.example.com/mcp' })
    const token = signer.token({ claims })
    expect(toAuthInfo(await authenticator.verify(token), token)).toStrictEqual({
      token,
      clientId,
      scopes: ['openid', 'orders/read'],
      expiresAt: claims['exp'],
      resource: new URL('https://api.example.com/mcp'),
      extra: { userId: claims['sub'], username: 'alice', groups: ['admin'], kind: 'user' },
    })
  })

  it('describes a machine, which has neither a username nor a resource', async () => {
    const info = await authInfoOf(accessClaims({ sub: clientId, username: undefined }))
    expect(info.extra).toStrictEqual({ userId: clientId, groups: [], kind: 'machine' })
    expect(info).not.toHaveProperty('resource')
  })

  it.each([
    ['https://api.example.com', 'https://api.example.com/'],
    [['https://api.example.com/mcp'], 'https://api.example.com/mcp'],
    [['orders', 'https://api.example.com/a', 'https://api.example.com/b'], 'https://api.example.com/a'],
    ['orders', undefined],
    ['', undefined],
    [[], undefined],
    [['orders', '/mcp'], undefined],
    [undefined, undefined],
  ])('finds in the aud %j the resource %s', async (aud, resource) => {
    const info = await authInfoOf(accessClaims({ aud }))
    expect(info.resource?.href).toBe(resource)
    expect('resource' in info).toBe(resource !== undefined)
  })

  it('does not take the client of an ID token for a resource', async () => {
    const url = 'https://client.example.com/'
    const { verify } = createAuthenticator({
      userPoolId,
      clientId: url,
      tokenUse: 'id',
      jwks: { keys: [signer.jwk] },
    })
    const token = signer.token({ claims: idClaims({ aud: url }) })
    expect(toAuthInfo(await verify(token), token)).not.toHaveProperty('resource')
  })

  it('copies the lists, so that they may be changed', async () => {
    const token = signer.token({ claims: accessClaims({ 'cognito:groups': ['admin'] }) })
    const principal = await authenticator.verify(token)
    const { scopes, extra } = toAuthInfo(principal, token)
    scopes.push('x')
    extra.groups.push('x')
    expect(principal).toMatchObject({ scopes: ['openid', 'orders/read'], groups: ['admin'] })
  })

  it('takes nothing from a polluted prototype', async () => {
    const info = await withPollution({ aud: 'https://intruder.example.com/', resource: 'x' }, () =>
      authInfoOf(accessClaims()),
    )
    expect(Object.keys(info)).toEqual(['token', 'clientId', 'scopes', 'expiresAt', 'extra'])
  })
})
