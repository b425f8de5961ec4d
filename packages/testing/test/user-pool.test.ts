import { createPublicKey, verify } from 'node:crypto'
import { createRequire } from 'node:module'
import { inspect } from 'node:util'
import { type CognitoAuthOptions, createAuthenticator, type JsonWebKeySet } from '@cognito-auth/core'
import {
  createTestUserPool,
  type JwksServer,
  type PublicKeySet,
  type TestUserPool,
  type TokenOptions,
} from '@cognito-auth/testing'
import { afterEach, beforeAll, describe, expect, expectTypeOf, it, vi } from 'vitest'

let pool: TestUserPool

beforeAll(async () => {
  pool = await createTestUserPool()
})

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('createTestUserPool', () => {
  it('names the pool', async () => {
    const named = await createTestUserPool({ userPoolId: 'eu-west-1_Test1', clientId: 'client1' })
    expect(named).toMatchObject({
      userPoolId: 'eu-west-1_Test1',
      clientId: 'client1',
      issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Test1',
    })
  })

  it('rejects on options that are wrong', async () => {
    await expect(createTestUserPool({ userPoolId: 'nowhere' })).rejects.toThrow(TypeError)
  })

  it('does not run in production', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    await expect(createTestUserPool()).rejects.toThrow(
      'createTestUserPool does not run with NODE_ENV=production',
    )
  })

  it.each(['development', 'test', undefined])('runs with NODE_ENV %j', async (environment) => {
    vi.stubEnv('NODE_ENV', environment)
    await expect(createTestUserPool()).resolves.toBeDefined()
  })

  it('offers functions that need no `this`', () => {
    const { bearer, accessToken } = pool
    expect(bearer()).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/)
    expect(claimsOf(accessToken({ username: 'bob' })).username).toBe('bob')
  })

  it('does not show its private keys', () => {
    const shown = inspect(pool, { depth: Infinity, showHidden: true, getters: true }) + JSON.stringify(pool)
    expect(shown).toContain(pool.jwks.keys[0]?.n)
    expect(shown).not.toMatch(/PRIVATE|privateKey|\bd:|"d":/)
  })

  it('is no substitute for its options, and the error says so', () => {
    expect(() => createAuthenticator(pool)).toThrow(
      'Did you mean to pass the property `options` of this object?',
    )
  })

  it('has options that fit those of core', () => {
    expectTypeOf<TestUserPool['options']>().toExtend<CognitoAuthOptions>()
    expectTypeOf<JwksServer['options']>().toExtend<CognitoAuthOptions>()
    expectTypeOf<PublicKeySet>().toExtend<JsonWebKeySet>()
    expectTypeOf<TestUserPool['options']['jwks']>().not.toBeAny()
    expectTypeOf<TokenOptions>().not.toBeAny()
    expectTypeOf(pool.bearer).returns.toEqualTypeOf<string>()
    expect(pool.options).toEqual({ userPoolId: pool.userPoolId, clientId: pool.clientId, jwks: pool.jwks })
  })
})

describe('tokens', () => {
  it('are signed by the first key when they are access tokens', () => {
    expect(signerOf(pool.accessToken(), pool.jwks)).toBe(0)
    expect(signerOf(pool.bearer().slice('Bearer '.length), pool.jwks)).toBe(0)
    expect(signerOf(pool.machineToken(), pool.jwks)).toBe(0)
  })

  it('are signed by the second key when they are ID tokens', () => {
    expect(pool.jwks.keys).toHaveLength(2)
    expect(signerOf(pool.idToken(), pool.jwks)).toBe(1)
  })

  it('say what they are asked to', () => {
    expect(claimsOf(pool.accessToken({ groups: ['admin'] }))).toMatchObject({ 'cognito:groups': ['admin'] })
    expect(claimsOf(pool.idToken({ username: 'bob' }))).toMatchObject({ 'cognito:username': 'bob' })
    expect(claimsOf(pool.machineToken({ scopes: ['a/b'] }))).toMatchObject({ scope: 'a/b' })
  })

  it('do not carry a claim that was removed', () => {
    expect(claimsOf(pool.accessToken({ claims: { sub: undefined } }))).not.toHaveProperty('sub')
  })

  it('reject unknown options', () => {
    for (const issue of [pool.accessToken, pool.idToken, pool.machineToken, pool.bearer]) {
      // @ts-expect-error -- not an option
      expect(() => issue({ group: 'admin' })).toThrow('`group` is not an option of a token.')
    }
  })

  it.each(['access', 'id', 'machine'] as const)('satisfy the verifier of AWS: %s', (kind) => {
    const token =
      kind === 'id' ? pool.idToken() : kind === 'machine' ? pool.machineToken() : pool.accessToken()
    const tokenUse = kind === 'id' ? 'id' : 'access'
    expect(verifyLikeAws(pool, token, tokenUse)).toMatchObject({ iss: pool.issuer, token_use: tokenUse })
    expect(() => verifyLikeAws(pool, token, kind === 'id' ? 'access' : 'id')).toThrow('Token use not allowed')
  })

  it('are rejected by the verifier of AWS if they have expired', () => {
    expect(() => verifyLikeAws(pool, pool.accessToken({ expiresInSeconds: -1 }), 'access')).toThrow('expired')
  })
})

describe('rotateKeys', () => {
  it('signs with new keys and keeps the old ones', async () => {
    const rotating = await createTestUserPool()
    const [before, old] = [rotating.jwks, rotating.accessToken()]
    await rotating.rotateKeys()

    expect(rotating.jwks.keys).toHaveLength(4)
    expect(rotating.jwks.keys.slice(2)).toEqual(before.keys)
    expect(signerOf(rotating.accessToken(), rotating.jwks)).toBe(0)
    expect(signerOf(rotating.idToken(), rotating.jwks)).toBe(1)
    expect(signerOf(old, rotating.jwks)).toBe(2)
  })

  it('withdraws the old keys when told so', async () => {
    const rotating = await createTestUserPool()
    const old = rotating.accessToken()
    await rotating.rotateKeys()
    await rotating.rotateKeys({ keepOld: false })
    expect(rotating.jwks.keys).toHaveLength(2)
    expect(signerOf(old, rotating.jwks)).toBe(-1)
  })

  it('changes neither options nor key sets that were read before', async () => {
    const rotating = await createTestUserPool()
    const { options, jwks } = rotating
    await rotating.rotateKeys({ keepOld: false })
    expect(options.jwks).toBe(jwks)
    expect(rotating.options.jwks).toBe(rotating.jwks)
    expect(rotating.jwks).not.toBe(jwks)
  })

  it('rejects an unknown option', async () => {
    // @ts-expect-error -- not an option
    await expect(pool.rotateKeys({ keepOldKeys: false })).rejects.toThrow(
      '`keepOldKeys` is not an option of rotateKeys.',
    )
  })
})

describe('listen', () => {
  it('serves the public keys, and sees a rotation', async () => {
    const rotating = await createTestUserPool()
    const { jwksUri, close } = await rotating.listen()
    expect(await (await fetch(jwksUri)).json()).toEqual(rotating.jwks)
    await rotating.rotateKeys()
    const served: unknown = await (await fetch(jwksUri)).json()
    expect(served).toEqual(rotating.jwks)
    expect(JSON.stringify(served)).not.toContain('"d":')
    await close()
  })
})

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}

/** Index of the one key that verifies the token, which is the one that its kid names; -1 if there is none. */
function signerOf(token: string, { keys }: PublicKeySet): number {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString())
  const index = keys.findIndex((key) =>
    verify(
      'sha256',
      Buffer.from(`${header}.${payload}`),
      createPublicKey({ key: { ...key }, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    ),
  )
  expect(keys.findIndex((key) => key.kid === kid)).toBe(index)
  return index
}

/** The library is core's dependency, and found from there. */
function verifyLikeAws(
  { userPoolId, clientId, jwks }: TestUserPool,
  token: string,
  tokenUse: 'access' | 'id',
): object {
  const core = createRequire(import.meta.url).resolve('@cognito-auth/core/package.json')
  const { CognitoJwtVerifier } = createRequire(core)('aws-jwt-verify')
  const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse })
  verifier.cacheJwks(jwks)
  return verifier.verifySync(token)
}
