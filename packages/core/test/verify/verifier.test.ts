import { createHmac, generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { createTestUserPool } from '@cognito-auth/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createAuthenticator } from '../../dist/authenticate/authenticator.js'
import type { CognitoAuthOptions } from '../../dist/types/options.js'
import { resolveOptions } from '../../dist/settings/resolve-options.js'
import { VerificationKey } from '../../dist/keys/verification-key.js'
import { Verifier } from '../../dist/verify/verifier.js'
import { now, setClock, useFrozenClock } from '../support/clock.ts'
import { createKeyServer } from '../support/key-server.ts'
import { fromJavaScript, refusalOf, rejectionOf } from '../support/refusal.ts'
import {
  accessClaims,
  clientId,
  createSigner,
  encode,
  idClaims,
  issuer,
  jsonWith,
  updatedIssuer,
  userPoolId,
  withBrokenSignature,
} from '../support/signer.ts'

useFrozenClock()
afterEach(() => {
  vi.restoreAllMocks()
})

const signer = createSigner('key-1')
const stranger = createSigner('key-1')
const options = { userPoolId, clientId, jwks: { keys: [signer.jwk] } }
const header = { kid: 'key-1', alg: 'RS256' }

/** What a refused token is refused for, as the log and the client see it. */
async function fault(token: string, others: CognitoAuthOptions = {}) {
  const {
    reason,
    code,
    userPoolId: pool,
  } = await refusalOf(createAuthenticator({ ...options, ...others }).verify(token))
  return { reason, code, pool }
}

function accept(token: string, others: CognitoAuthOptions = {}) {
  return createAuthenticator({ ...options, ...others }).verify(token)
}

/** A refusal of a token whose signature was not found right. Nothing is known of its pool. */
function unverified(reason: string) {
  return { reason, code: 'token_invalid', pool: undefined }
}

/** A refusal of a token that the pool has signed. */
function verified(reason: string) {
  return { reason, code: reason === 'expired' ? 'token_expired' : 'token_invalid', pool: userPoolId }
}

describe('a token that is right in every way', () => {
  it('is accepted when it is an access token', async () => {
    expect(await accept(signer.token())).toMatchObject({
      kind: 'user',
      tokenUse: 'access',
      userId: 'a0000000-0000-4000-8000-000000000001',
      username: 'alice',
      userPoolId,
      clientId,
    })
  })

  it('is accepted when it is an ID token and those are asked for', async () => {
    const token = signer.token({ claims: idClaims() })
    expect(await accept(token, { tokenUse: 'id' })).toMatchObject({ tokenUse: 'id', username: 'alice' })
  })

  it('is accepted from createTestUserPool, of each kind', async () => {
    const pool = await createTestUserPool()
    const authenticator = createAuthenticator({ ...pool.options, tokenUse: null })
    expect(await authenticator.verify(pool.accessToken())).toMatchObject({ kind: 'user', tokenUse: 'access' })
    expect(await authenticator.verify(pool.idToken())).toMatchObject({ kind: 'user', tokenUse: 'id' })
    expect(await authenticator.verify(pool.machineToken())).toMatchObject({ kind: 'machine' })
  })

  it('is accepted with claims that nobody knows, and with a future iat', async () => {
    const claims = accessClaims({ iat: now + 1000, 'custom:tenant': 'one', nested: { list: [1, null] } })
    const principal = await accept(signer.token({ claims }))
    expect(principal.claims).toMatchObject({ 'custom:tenant': 'one', iat: now + 1000 })
  })
})

describe('size and shape', () => {
  const [head = '', payload = '', signature = ''] = createSigner('key-1').token().split('.')

  it.each([
    ['an empty text', ''],
    ['one segment', head],
    ['two segments', `${head}.${payload}`],
    ['four segments', `${head}.${payload}.${signature}.${signature}`],
    ['five segments', `${head}.${payload}.${signature}.${payload}.${signature}`],
    ['an empty signature', `${head}.${payload}.`],
    ['an empty header', `.${payload}.${signature}`],
    ['white space', `${head}.${payload}.${signature} `],
  ])('refuses %s', async (_, token) => {
    expect(await fault(token)).toEqual(unverified('malformed_token'))
  })

  it('refuses another spelling of a good token', async () => {
    const token = signer.token()
    await expect(accept(token)).resolves.toBeDefined()
    // 256 bytes leave four bits of the last letter without a meaning.
    const last = token.at(-1) ?? ''
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const twin = token.slice(0, -1) + (alphabet[alphabet.indexOf(last) + 1] ?? '')
    expect(Buffer.from(twin.split('.')[2] ?? '', 'base64url')).toEqual(
      Buffer.from(token.split('.')[2] ?? '', 'base64url'),
    )
    expect(await fault(twin)).toEqual(unverified('malformed_token'))
    expect(await fault(`${token}==`)).toEqual(unverified('malformed_token'))
  })

  it('reads a token of 65,536 characters and refuses one that is longer', async () => {
    const shortest = signer.token({ claims: accessClaims({ padding: '' }) }).length
    const tokenWith = (padding: number) =>
      signer.token({ claims: accessClaims({ padding: 'x'.repeat(padding) }) })
    const padding = Math.floor(((65_536 - shortest) * 3) / 4)
    const lengths = [-1, 0, 1, 2].map((more) => tokenWith(padding + more)).map((token) => token.length)
    expect(Math.min(...lengths)).toBeLessThanOrEqual(65_536)
    expect(Math.max(...lengths)).toBeGreaterThan(65_536)
    for (const more of [-1, 0, 1, 2]) {
      const token = tokenWith(padding + more)
      const outcome = await Promise.resolve(new Verifier(resolveOptions(options), undefined).verify(token))
      expect(outcome).toMatchObject(
        token.length <= 65_536 ? { principal: { userPoolId } } : { reason: 'malformed_token' },
      )
    }
  })

  it.each([[undefined], [null], [7], [['a.b.c']], [Buffer.from('a.b.c')], [{}]])(
    'refuses %j, which is no text',
    async (value) => {
      expect(await refusalOf(createAuthenticator(options).verify(fromJavaScript(value)))).toMatchObject({
        reason: 'malformed_token',
      })
    },
  )
})

describe('header', () => {
  it.each([
    ['no alg', { kid: 'key-1' }, 'algorithm'],
    ['alg none', { ...header, alg: 'none' }, 'algorithm'],
    ['alg in lower case', { ...header, alg: 'rs256' }, 'algorithm'],
    ['another RSA algorithm', { ...header, alg: 'RS512' }, 'algorithm'],
    ['PSS', { ...header, alg: 'PS256' }, 'algorithm'],
    ['an HMAC', { ...header, alg: 'HS256' }, 'algorithm'],
    ['a list of algorithms', { ...header, alg: ['RS256'] }, 'algorithm'],
    ['no kid', { alg: 'RS256' }, 'kid'],
    ['a kid that is a number', { ...header, kid: 1 }, 'kid'],
    ['a kid that is null', { ...header, kid: null }, 'kid'],
    ['a kid in a list', { ...header, kid: ['key-1'] }, 'kid'],
    ['an unknown kid', { ...header, kid: 'key-2' }, 'kid_unknown'],
    ['an empty kid', { ...header, kid: '' }, 'kid_unknown'],
    ['a kid that each object has', { ...header, kid: '__proto__' }, 'kid_unknown'],
    ['crit', { ...header, crit: ['exp'] }, 'header'],
    ['an empty crit', { ...header, crit: [] }, 'header'],
    ['b64', { ...header, b64: true }, 'header'],
    ['another typ', { ...header, typ: 'JOSE' }, 'header'],
    ['a typ that is null', { ...header, typ: null }, 'header'],
  ])('refuses %s', async (_, odd, reason) => {
    expect(await fault(signer.token({ header: odd }))).toEqual(unverified(reason))
  })

  it.each(['JWT', 'jwt', 'at+jwt', 'application/at+JWT'])('accepts the typ %s', async (typ) => {
    await expect(accept(signer.token({ header: { ...header, typ } }))).resolves.toMatchObject({ userPoolId })
  })

  it.each([
    ['the header', { header: '"text"' }],
    ['the header, a list', { header: '[]' }],
    ['the header, null', { header: 'null' }],
    ['the header, no JSON', { header: '{' }],
    ['the claims', { claims: '"text"' }],
    ['the claims, a list', { claims: '[]' }],
    ['the claims, no JSON', { claims: '{"sub":' }],
  ])('refuses what is no object: %s', async (_, parts) => {
    expect(await fault(signer.token(parts))).toEqual(unverified('malformed_token'))
  })

  it('does not take a key, or an address of keys, from the header', async () => {
    const keys = createKeyServer(signer.jwk)
    const attacker = createSigner('key-1')
    const token = attacker.token({
      header: {
        ...header,
        jwk: attacker.jwk,
        jku: 'https://keys.example.com/',
        x5u: 'https://keys.example.com/',
      },
    })
    const fetched = { jwks: undefined, keys: { fetch: keys.fetch } }
    expect(await fault(token, fetched)).toEqual(unverified('signature'))
    expect(keys.urls).toEqual([`${issuer}/.well-known/jwks.json`])
  })
})

describe('issuer', () => {
  it('accepts both issuers of a pool', async () => {
    await expect(accept(signer.token())).resolves.toMatchObject({ userPoolId })
    const claims = accessClaims({ iss: updatedIssuer })
    await expect(accept(signer.token({ claims }))).resolves.toMatchObject({ userPoolId })
  })

  it.each([
    ['none', undefined],
    ['null', null],
    ['a list with the right one', [issuer]],
    ['one with a slash at the end', `${issuer}/`],
    ['one in capitals', issuer.toUpperCase()],
    ['one by http', issuer.replace('https', 'http')],
    ['another region', issuer.replace('us-east-1.', 'us-east-2.')],
    ['another pool', issuer.replace('EXAMPLE1', 'EXAMPLE2')],
    ['one that begins like the right one', `${issuer}.example.com`],
    ['something that each object has', 'constructor'],
  ])('refuses %s', async (_, iss) => {
    expect(await fault(signer.token({ claims: accessClaims({ iss }) }))).toEqual(unverified('issuer'))
  })

  it('accepts a custom issuer in the place of both', async () => {
    const custom = { issuer: 'https://emulator.example.com/pool' }
    const token = signer.token({ claims: accessClaims({ iss: custom.issuer }) })
    await expect(accept(token, custom)).resolves.toMatchObject({ userPoolId })
    expect(await fault(signer.token(), custom)).toEqual(unverified('issuer'))
    const updated = signer.token({ claims: accessClaims({ iss: updatedIssuer }) })
    expect(await fault(updated, custom)).toEqual(unverified('issuer'))
  })
})

describe('signature', () => {
  it('refuses one that was tampered with', async () => {
    expect(await fault(withBrokenSignature(signer.token()))).toEqual(unverified('signature'))
  })

  it('refuses claims that were changed after signing', async () => {
    const [head, , signature] = signer.token().split('.')
    const token = `${head}.${encode(accessClaims({ 'cognito:groups': ['admin'] }))}.${signature}`
    expect(await fault(token)).toEqual(unverified('signature'))
  })

  it('refuses a header that was changed after signing', async () => {
    const [, payload, signature] = signer.token().split('.')
    const token = `${encode({ ...header, typ: 'JWT' })}.${payload}.${signature}`
    expect(await fault(token)).toEqual(unverified('signature'))
  })

  it('refuses another key of the same name', async () => {
    expect(await fault(stranger.token())).toEqual(unverified('signature'))
  })

  it.each([1, 255, 257])('refuses a signature of %i bytes', async (length) => {
    const [head, payload] = signer.token().split('.')
    const token = `${head}.${payload}.${Buffer.alloc(length, 1).toString('base64url')}`
    expect(await fault(token)).toEqual(unverified('signature'))
  })

  it('refuses an HMAC with the public key as its secret, under either name', async () => {
    for (const alg of ['HS256', 'RS256']) {
      const content = `${encode({ ...header, alg })}.${encode(accessClaims())}`
      const token = `${content}.${createHmac('sha256', signer.jwk.n).update(content).digest('base64url')}`
      expect(await fault(token)).toEqual(unverified(alg === 'RS256' ? 'signature' : 'algorithm'))
    }
  })

  it('refuses a PSS signature that calls itself RS256', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const jwk = { ...signer.jwk, ...publicKey.export({ format: 'jwk' }) }
    const content = `${encode(header)}.${encode(accessClaims())}`
    const signature = signBytes('sha256', Buffer.from(content), { key: privateKey, padding: 6 })
    const token = `${content}.${signature.toString('base64url')}`
    expect(await fault(token, { jwks: { keys: [jwk] } })).toEqual(unverified('signature'))
  })

  it.each([
    ['right', {}],
    ['expired', { exp: now - 1 }],
    ['without an expiry', { exp: null }],
    ['beyond the calendar', { exp: -1e300 }],
    ['for another client', { client_id: 'other' }],
    ['for another use', { token_use: 'id' }],
    ['without a subject', { sub: undefined }],
    ['bound to a key', { cnf: {} }],
  ])('refuses a wrong one in the same way when the claims are %s', async (_, claims) => {
    const token = withBrokenSignature(signer.token({ claims: accessClaims(claims) }))
    expect(await fault(token)).toEqual(unverified('signature'))
  })

  it('is an error that is no refusal when it cannot be verified for a reason that nobody foresaw', async () => {
    const unforeseen = new Error('out of memory')
    vi.spyOn(VerificationKey.prototype, 'verify').mockImplementation(() => {
      throw unforeseen
    })
    expect(() => new Verifier(resolveOptions(options), undefined).verify(signer.token())).toThrow(unforeseen)
    const error = await rejectionOf(accept(signer.token()))
    expect(error).toMatchObject({ message: 'A token could not be verified', cause: unforeseen })
    expect(error).not.toHaveProperty('statusCode')
  })

  it('says nothing of the claims when an unforeseen error came before the signature was known', async () => {
    vi.spyOn(VerificationKey.prototype, 'verify').mockImplementation(() => {
      throw new Error('out of memory')
    })
    const error = await rejectionOf(accept(signer.token({ claims: accessClaims({ exp: now - 1 }) })))
    expect(error).not.toHaveProperty('statusCode')
  })
})

describe('exp', () => {
  const token = (exp: unknown) => signer.token({ claims: accessClaims({ exp }) })

  it.each([
    ['refuses a token that expired one second ago', -1, 0, false],
    ['refuses a token that expires now', 0, 0, false],
    ['accepts a token that expires in a millisecond', 0.001, 0, true],
    ['accepts a token that expires in a second', 1, 0, true],
    ['refuses a token whose grace ended one second ago', -301, 300, false],
    ['refuses a token whose grace ends now', -300, 300, false],
    ['accepts a token whose grace ends in a second', -299, 300, true],
    ['refuses a token whose fraction of grace ends now', -0.5, 0.5, false],
    ['accepts a token whose fraction of grace is not over', -0.25, 0.5, true],
  ])('%s', async (_, expiresIn, graceSeconds, isGood) => {
    const outcome = new Verifier(resolveOptions({ ...options, graceSeconds }), undefined).verify(
      token(now + expiresIn),
    )
    expect(outcome).toMatchObject(isGood ? { principal: { userPoolId } } : { reason: 'expired', userPoolId })
  })

  it.each([
    ['missing', undefined],
    ['null', null],
    ['a text', String(now + 3600)],
    ['true', true],
    ['a list', [now + 3600]],
    ['an object that cannot be a number', { valueOf: 1, toString: 1 }],
  ])('refuses one that is %s', async (_, exp) => {
    expect(await fault(token(exp))).toEqual(verified('expiry_missing'))
  })

  it.each([
    ['1e400', 'expiry_missing'],
    ['-1e400', 'expiry_missing'],
    ['-1e300', 'expired'],
    ['0', 'expired'],
    ['-0', 'expired'],
  ])('refuses %s', async (exp, reason) => {
    expect(await fault(signer.token({ claims: jsonWith(accessClaims(), 'exp', exp) }))).toEqual(
      verified(reason),
    )
  })

  it('accepts 1e300, which is a long time', async () => {
    await expect(accept(token(1e300))).resolves.toMatchObject({ expiresAt: 1e300 })
  })

  it('is checked after the signature, for a token that expires meanwhile', async () => {
    const expiring = token(now + 1)
    const verify = VerificationKey.prototype.verify
    vi.spyOn(VerificationKey.prototype, 'verify').mockImplementation(function later(
      this: VerificationKey,
      ...parts
    ) {
      setClock(1.001)
      return verify.apply(this, parts)
    })
    expect(await fault(expiring)).toEqual(verified('expired'))
  })

  it('counts fractions of a second', async () => {
    setClock(0.499)
    await expect(accept(token(now + 0.5))).resolves.toMatchObject({ expiresAt: now + 0.5 })
    setClock(0.5)
    expect(await fault(token(now + 0.5))).toEqual(verified('expired'))
  })
})

describe('nbf', () => {
  const token = (nbf: unknown) => signer.token({ claims: accessClaims({ nbf }) })

  it.each([
    ['accepts a token that is valid since a second', -1, 0, true],
    ['accepts a token that is valid from now on', 0, 0, true],
    ['refuses a token that is valid in a millisecond', 0.001, 0, false],
    ['refuses a token that is valid in a second', 1, 0, false],
    ['accepts a token that the grace just reaches', 300, 300, true],
    ['refuses a token that the grace does not reach', 301, 300, false],
  ])('%s', async (_, validIn, graceSeconds, isGood) => {
    const outcome = new Verifier(resolveOptions({ ...options, graceSeconds }), undefined).verify(
      token(now + validIn),
    )
    expect(outcome).toMatchObject(
      isGood ? { principal: { userPoolId } } : { reason: 'not_yet_valid', userPoolId },
    )
  })

  it.each([
    ['null', null],
    ['a text', String(now - 1)],
    ['a text that is no number', 'now'],
    ['false', false],
    ['an object that cannot be a number', { valueOf: 1, toString: 1 }],
    ['1e300', 1e300],
  ])('refuses one that is %s', async (_, nbf) => {
    expect(await fault(token(nbf))).toEqual(verified('not_yet_valid'))
  })

  it('refuses 1e400', async () => {
    const claims = jsonWith(accessClaims(), 'nbf', '1e400')
    expect(await fault(signer.token({ claims }))).toEqual(verified('not_yet_valid'))
  })

  it('accepts -1e300', async () => {
    await expect(accept(token(-1e300))).resolves.toMatchObject({ userPoolId })
  })

  it('does not matter to a token that has expired', async () => {
    const claims = accessClaims({ exp: now - 1, nbf: now + 1 })
    expect(await fault(signer.token({ claims }))).toEqual(verified('expired'))
  })
})

describe('claims of an access token', () => {
  it.each([
    ['no sub', { sub: undefined }, 'subject'],
    ['an empty sub', { sub: '' }, 'subject'],
    ['a sub that is a number', { sub: 7 }, 'subject'],
    ['no token_use', { token_use: undefined }, 'token_use'],
    ['another token_use', { token_use: 'refresh' }, 'token_use'],
    ['a token_use in capitals', { token_use: 'ACCESS' }, 'token_use'],
    ['the token_use of an ID token', { token_use: 'id', aud: clientId }, 'token_use'],
    ['no client_id', { client_id: undefined }, 'client'],
    ['no client_id, but the client as aud', { client_id: undefined, aud: clientId }, 'client'],
    ['an empty client_id', { client_id: '' }, 'client'],
    ['another client_id', { client_id: `${clientId}0` }, 'client'],
    ['a client_id in capitals', { client_id: clientId.toUpperCase() }, 'client'],
    ['a list with the right client_id', { client_id: [clientId] }, 'client'],
    ['cnf', { cnf: { jkt: 'thumbprint' } }, 'key_bound'],
    ['a cnf that is null', { cnf: null }, 'key_bound'],
  ])('refuses %s', async (_, claims, reason) => {
    expect(await fault(signer.token({ claims: accessClaims(claims) }))).toEqual(verified(reason))
  })

  it('accepts each of several clients, and no other', async () => {
    const several = { clientId: ['client-a', 'client-b'] }
    const token = (id: string) => signer.token({ claims: accessClaims({ client_id: id }) })
    await expect(accept(token('client-a'), several)).resolves.toMatchObject({ clientId: 'client-a' })
    await expect(accept(token('client-b'), several)).resolves.toMatchObject({ clientId: 'client-b' })
    expect(await fault(token(clientId), several)).toEqual(verified('client'))
  })

  it('accepts any client with clientId: null, but not none', async () => {
    const any = { clientId: null }
    const token = (id: unknown) => signer.token({ claims: accessClaims({ client_id: id }) })
    await expect(accept(token('client-c'), any)).resolves.toMatchObject({ clientId: 'client-c' })
    expect(await fault(token(undefined), any)).toEqual(verified('client'))
    expect(await fault(token(''), any)).toEqual(verified('client'))
  })
})

describe('claims of an ID token', () => {
  it.each([
    ['no aud', { aud: undefined }],
    ['no aud, but the client as client_id', { aud: undefined, client_id: clientId }],
    ['another aud', { aud: 'other' }],
    ['a list with the right aud', { aud: [clientId] }],
  ])('refuses %s', async (_, claims) => {
    const token = signer.token({ claims: idClaims(claims) })
    expect(await fault(token, { tokenUse: 'id' })).toEqual(verified('client'))
  })
})

describe('tokenUse', () => {
  const access = () => signer.token()
  const id = () => signer.token({ claims: idClaims() })

  it('accepts access tokens only unless told otherwise', async () => {
    await expect(accept(access())).resolves.toMatchObject({ tokenUse: 'access' })
    expect(await fault(id())).toEqual(verified('token_use'))
  })

  it("accepts ID tokens only with 'id'", async () => {
    await expect(accept(id(), { tokenUse: 'id' })).resolves.toMatchObject({ tokenUse: 'id' })
    expect(await fault(access(), { tokenUse: 'id' })).toEqual(verified('token_use'))
  })

  it('accepts either with null, and nothing else', async () => {
    await expect(accept(id(), { tokenUse: null })).resolves.toMatchObject({ tokenUse: 'id' })
    await expect(accept(access(), { tokenUse: null })).resolves.toMatchObject({ tokenUse: 'access' })
    const other = signer.token({ claims: accessClaims({ token_use: 'refresh' }) })
    expect(await fault(other, { tokenUse: null })).toEqual(verified('token_use'))
  })
})

describe('audience', () => {
  const api = 'https://api.example.com'
  const token = (aud: unknown) => signer.token({ claims: accessClaims({ aud }) })

  it('is not looked at unless it is configured', async () => {
    await expect(accept(token('https://other.example.com'))).resolves.toMatchObject({ clientId })
  })

  it.each([
    ['the resource', api],
    ['a list with the resource', ['https://other.example.com', api]],
  ])('accepts %s', async (_, aud) => {
    await expect(accept(token(aud), { audience: api })).resolves.toMatchObject({ clientId })
  })

  it.each([
    ['none', undefined],
    ['null', null],
    ['another resource', 'https://other.example.com'],
    ['the resource with a slash', `${api}/`],
    ['an empty list', []],
    ['a list in a list', [[api]]],
    ['an object', { 0: api }],
  ])('refuses %s', async (_, aud) => {
    expect(await fault(token(aud), { audience: api })).toEqual(verified('audience'))
  })

  it('accepts one of several resources', async () => {
    const several = { audience: [api, 'https://other.example.com'] }
    await expect(accept(token('https://other.example.com'), several)).resolves.toMatchObject({ clientId })
    expect(await fault(token('https://third.example.com'), several)).toEqual(verified('audience'))
  })

  it('does not concern ID tokens', async () => {
    const id = signer.token({ claims: idClaims() })
    await expect(accept(id, { tokenUse: null, audience: api })).resolves.toMatchObject({ tokenUse: 'id' })
  })

  it('refuses machine tokens, which have none', async () => {
    const machine = signer.token({ claims: accessClaims({ sub: clientId, username: undefined }) })
    await expect(accept(machine)).resolves.toMatchObject({ kind: 'machine' })
    expect(await fault(machine, { audience: api })).toEqual(verified('audience'))
  })
})

describe('userIdClaim', () => {
  const custom = { userIdClaim: 'custom:id' }
  const token = (id: unknown) => signer.token({ claims: accessClaims({ 'custom:id': id }) })

  it('names the claim that becomes the user id', async () => {
    await expect(accept(token('7'), custom)).resolves.toMatchObject({ userId: '7' })
  })

  it.each([undefined, null, '', 7, ['7']])('refuses a token that has %j there', async (id) => {
    expect(await fault(token(id), custom)).toEqual(verified('user_id'))
  })

  it.each(['__proto__', 'constructor', 'toString'])(
    'finds no user in %s, which each object has',
    async (name) => {
      expect(await fault(signer.token(), { userIdClaim: name })).toEqual(verified('user_id'))
    },
  )
})

describe('several pools', () => {
  const other = createSigner('key-1')
  const otherId = 'eu-west-1_EXAMPLE2'
  const otherIssuer = `https://cognito-idp.eu-west-1.amazonaws.com/${otherId}`
  const pools = createAuthenticator({
    userPools: [
      { userPoolId, clientId, jwks: { keys: [signer.jwk] } },
      { userPoolId: otherId, clientId: null, tokenUse: 'id', jwks: { keys: [other.jwk] } },
    ],
  })

  it('keeps keys and rules of each pool to itself', async () => {
    await expect(pools.verify(signer.token())).resolves.toMatchObject({ userPoolId })
    const id = other.token({ claims: idClaims({ iss: otherIssuer }) })
    await expect(pools.verify(id)).resolves.toMatchObject({ userPoolId: otherId, tokenUse: 'id' })
    const access = other.token({ claims: accessClaims({ iss: otherIssuer }) })
    expect(await refusalOf(pools.verify(access))).toMatchObject({ reason: 'token_use', userPoolId: otherId })
  })

  it('does not accept the key of one pool for the name of the other', async () => {
    expect(await refusalOf(pools.verify(other.token()))).toMatchObject({ reason: 'signature' })
    const claims = idClaims({ iss: otherIssuer })
    expect(await refusalOf(pools.verify(signer.token({ claims })))).toMatchObject({ reason: 'signature' })
  })
})

describe('keys that were given', () => {
  it('are used for the good ones among them', async () => {
    const jwks = { keys: [createSigner('key-1', 1024).jwk, { kty: 'EC' }, signer.jwk] }
    await expect(accept(signer.token(), { jwks })).resolves.toBeDefined()
  })
})

describe('keys that are fetched', () => {
  const original = `${issuer}/.well-known/jwks.json`
  const updated = `${updatedIssuer}/.well-known/jwks.json`
  const updatedToken = () => signer.token({ claims: accessClaims({ iss: updatedIssuer }) })

  function fetching(answers: Readonly<Record<string, () => Response>>) {
    const server = createKeyServer()
    server.reply((url) => answers[url]?.() ?? new Response(null, { status: 404 }))
    const authenticator = createAuthenticator({ userPoolId, clientId, keys: { fetch: server.fetch } })
    return { server, authenticator }
  }
  const good = () => Response.json({ keys: [signer.jwk] })
  const status = (code: number) => () => new Response('{}', { status: code })

  it('come from the address of the issuer that a token names, and from no other', async () => {
    const { server, authenticator } = fetching({ [original]: good, [updated]: good })
    await authenticator.verify(signer.token())
    expect(server.urls).toEqual([original])
    await authenticator.verify(updatedToken())
    expect(server.urls).toEqual([original, updated])
  })

  it('come from one address for both issuers with jwksUri', async () => {
    const server = createKeyServer(signer.jwk)
    const jwksUri = 'https://keys.example.com/jwks.json'
    const authenticator = createAuthenticator({
      userPoolId,
      clientId,
      jwksUri,
      keys: { fetch: server.fetch },
    })
    await authenticator.verify(signer.token())
    await authenticator.verify(updatedToken())
    expect(server.urls).toEqual([jwksUri])
  })

  it.each([400, 401, 403, 404, 410])(
    'are none for the updated issuer of a pool that never switched (%i), for the cool-down',
    async (code) => {
      const { server, authenticator } = fetching({ [original]: good, [updated]: status(code) })
      expect(await refusalOf(authenticator.verify(updatedToken()))).toMatchObject({
        statusCode: 401,
        reason: 'issuer',
      })
      setClock(9.999)
      expect(await refusalOf(authenticator.verify(updatedToken()))).toMatchObject({ reason: 'issuer' })
      expect(server.urls).toEqual([updated])
      setClock(10)
      expect(await refusalOf(authenticator.verify(updatedToken()))).toMatchObject({ reason: 'issuer' })
      expect(server.urls).toEqual([updated, updated])
    },
  )

  it.each([408, 429, 500, 502, 503])(
    'cannot be had when the updated issuer answers %i, and only its tokens suffer',
    async (code) => {
      const { authenticator } = fetching({ [original]: good, [updated]: status(code) })
      expect(await refusalOf(authenticator.verify(updatedToken()))).toMatchObject({
        statusCode: 503,
        reason: 'keys_unavailable',
        headers: { 'Retry-After': '1' },
      })
      await expect(authenticator.verify(signer.token())).resolves.toMatchObject({ userPoolId })
    },
  )

  it('cannot be had when the updated issuer has no network', async () => {
    const failing = () => {
      throw new TypeError('fetch failed')
    }
    const { authenticator } = fetching({ [original]: good, [updated]: failing })
    expect(await refusalOf(authenticator.verify(updatedToken()))).toMatchObject({ statusCode: 503 })
    await expect(authenticator.verify(signer.token())).resolves.toMatchObject({ userPoolId })
  })

  it('cannot be had when the original issuer answers 404', async () => {
    const { authenticator } = fetching({})
    expect(await refusalOf(authenticator.verify(signer.token()))).toMatchObject({ statusCode: 503 })
  })

  it('are taken for the updated issuer once the pool has switched', async () => {
    const answers: Record<string, () => Response> = { [original]: good, [updated]: status(404) }
    const { authenticator } = fetching(answers)
    await refusalOf(authenticator.verify(updatedToken()))
    answers[updated] = good
    setClock(10)
    await expect(authenticator.verify(updatedToken())).resolves.toMatchObject({ userPoolId })
  })
})

describe('load', () => {
  const load = (answer: (url: string) => Response, others: CognitoAuthOptions = { userPoolId, clientId }) => {
    const server = createKeyServer()
    server.reply(answer)
    const verifier = new Verifier(resolveOptions({ ...others, keys: { fetch: server.fetch } }), undefined)
    return { server, loaded: verifier.load() }
  }
  const good = () => Response.json({ keys: [signer.jwk] })
  const bad = () => new Response(null, { status: 500 })

  it('asks the original issuer of each pool', async () => {
    const { server, loaded } = load(good)
    expect(await loaded).toEqual([])
    expect(server.urls).toEqual([`${issuer}/.well-known/jwks.json`])
  })

  it('asks the updated issuer when the original one has no keys', async () => {
    const { server, loaded } = load((url) => (url.startsWith(updatedIssuer) ? good() : bad()))
    expect(await loaded).toEqual([])
    expect(server.urls).toHaveLength(2)
  })

  it('returns the pools that have no keys, with the cause of the original issuer', async () => {
    const { loaded } = load((url) => (url.includes('EXAMPLE2') ? good() : bad()), {
      userPools: [
        { userPoolId, clientId },
        { userPoolId: 'us-east-1_EXAMPLE2', clientId },
        { userPoolId: 'us-east-1_EXAMPLE3', clientId },
      ],
    })
    expect(await loaded).toMatchObject([
      {
        userPoolId,
        retryAfterSeconds: 1,
        cause: { message: `${issuer}/.well-known/jwks.json answers 500` },
      },
      { userPoolId: 'us-east-1_EXAMPLE3', retryAfterSeconds: 1 },
    ])
  })

  it('needs nothing when the keys were given', async () => {
    const { server, loaded } = load(bad, options)
    expect(await loaded).toEqual([])
    expect(server.urls).toEqual([])
  })
})
