import { createHmac, generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { createTestUserPool } from '@cognito-auth/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { withPollution } from '../../../../test/support/pollution.ts'
import { createAuthenticator } from '../../dist/authenticate/create-authenticator.js'
import type { CognitoAuthOptions } from '../../dist/types/options.js'
import { resolveOptions } from '../../dist/settings/resolve-options.js'
import { VerificationKey } from '../../dist/keys/verification-key.js'
import { Verifier } from '../../dist/verify/verifier.js'
import { failEngine } from '../support/engine.ts'
import { now, setClock, useFrozenClock } from '../support/clock.ts'
import { createKeyServer, settle } from '../support/key-server.ts'
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

/** Why a token is refused, as the log and the client see it. */
async function faultOf(token: string, others: CognitoAuthOptions = {}) {
  const {
    reason,
    code,
    userPoolId: pool,
  } = await refusalOf(createAuthenticator({ ...options, ...others }).verify(token))
  return { reason, code, pool }
}

function verifierWith(others: CognitoAuthOptions) {
  return new Verifier(resolveOptions(others), undefined)
}

function accept(token: string, others: CognitoAuthOptions = {}) {
  return createAuthenticator({ ...options, ...others }).verify(token)
}

/** The refusal of a token whose signature was not verified. It names no pool. */
function unverified(reason: string) {
  return { reason, code: 'token_invalid', pool: undefined }
}

/** The refusal of a token that the pool signed. */
function verified(reason: string) {
  return { reason, code: reason === 'expired' ? 'token_expired' : 'token_invalid', pool: userPoolId }
}

describe('a valid token', () => {
  it('is accepted if it is an access token', async () => {
    expect(await accept(signer.token())).toMatchObject({
      kind: 'user',
      tokenUse: 'access',
      userId: 'a0000000-0000-4000-8000-000000000001',
      username: 'alice',
      userPoolId,
      clientId,
    })
  })

  it('is accepted if it is an ID token and tokenUse is id', async () => {
    const token = signer.token({ claims: idClaims() })
    expect(await accept(token, { tokenUse: 'id' })).toMatchObject({ tokenUse: 'id', username: 'alice' })
  })

  it('is accepted from createTestUserPool, whatever its kind', async () => {
    const pool = await createTestUserPool()
    const authenticator = createAuthenticator({ ...pool.options, tokenUse: null })
    expect(await authenticator.verify(pool.accessToken())).toMatchObject({ kind: 'user', tokenUse: 'access' })
    expect(await authenticator.verify(pool.idToken())).toMatchObject({ kind: 'user', tokenUse: 'id' })
    expect(await authenticator.verify(pool.machineToken())).toMatchObject({ kind: 'machine' })
  })

  it('is accepted with unknown claims and with a future iat', async () => {
    const claims = accessClaims({ iat: now + 1000, 'custom:tenant': 'one', nested: { list: [1, null] } })
    const principal = await accept(signer.token({ claims }))
    expect(principal.claims).toMatchObject({ 'custom:tenant': 'one', iat: now + 1000 })
  })
})

describe('the shape of a token', () => {
  const [head = '', payload = '', signature = ''] = createSigner('key-1').token().split('.')

  it.each([
    ['an empty string', ''],
    ['one segment', head],
    ['two segments', `${head}.${payload}`],
    ['four segments', `${head}.${payload}.${signature}.${signature}`],
    ['five segments', `${head}.${payload}.${signature}.${payload}.${signature}`],
    ['an empty signature', `${head}.${payload}.`],
    ['an empty header', `.${payload}.${signature}`],
    ['white space', `${head}.${payload}.${signature} `],
  ])('rejects %s', async (_, token) => {
    expect(await faultOf(token)).toEqual(unverified('malformed_token'))
  })

  it('rejects another spelling of a valid token', async () => {
    const token = signer.token()
    await expect(accept(token)).resolves.toBeDefined()
    // The last character of 256 bytes has four bits that decoding drops.
    const last = token.at(-1) ?? ''
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const twin = token.slice(0, -1) + (alphabet[alphabet.indexOf(last) + 1] ?? '')
    expect(Buffer.from(twin.split('.')[2] ?? '', 'base64url')).toEqual(
      Buffer.from(token.split('.')[2] ?? '', 'base64url'),
    )
    expect(await faultOf(twin)).toEqual(unverified('malformed_token'))
    expect(await faultOf(`${token}==`)).toEqual(unverified('malformed_token'))
  })

  it.each([[undefined], [null], [7], [['a.b.c']], [Buffer.from('a.b.c')], [{}]])(
    'rejects %j, which is not a string',
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
    ['an array of algorithms', { ...header, alg: ['RS256'] }, 'algorithm'],
    ['no kid', { alg: 'RS256' }, 'kid'],
    ['a kid that is a number', { ...header, kid: 1 }, 'kid'],
    ['a kid that is null', { ...header, kid: null }, 'kid'],
    ['a kid in an array', { ...header, kid: ['key-1'] }, 'kid'],
    ['an unknown kid', { ...header, kid: 'key-2' }, 'kid_unknown'],
    ['an empty kid', { ...header, kid: '' }, 'kid_unknown'],
    ['a kid that ordinary objects inherit', { ...header, kid: '__proto__' }, 'kid_unknown'],
    ['crit', { ...header, crit: ['exp'] }, 'header'],
    ['an empty crit', { ...header, crit: [] }, 'header'],
    ['b64', { ...header, b64: true }, 'header'],
    ['another typ', { ...header, typ: 'JOSE' }, 'header'],
    ['a typ that is null', { ...header, typ: null }, 'header'],
  ])('rejects %s', async (_, odd, reason) => {
    expect(await faultOf(signer.token({ header: odd }))).toEqual(unverified(reason))
  })

  it.each(['JWT', 'jwt', 'at+jwt', 'application/at+JWT'])('accepts the typ %s', async (typ) => {
    await expect(accept(signer.token({ header: { ...header, typ } }))).resolves.toMatchObject({ userPoolId })
  })

  it.each([
    ['the header', { header: '"text"' }],
    ['the header, an array', { header: '[]' }],
    ['the header, null', { header: 'null' }],
    ['the header, not JSON', { header: '{' }],
    ['the claims', { claims: '"text"' }],
    ['the claims, an array', { claims: '[]' }],
    ['the claims, not JSON', { claims: '{"sub":' }],
  ])('rejects what is not a JSON object: %s', async (_, parts) => {
    expect(await faultOf(signer.token(parts))).toEqual(unverified('malformed_token'))
  })

  it('takes neither a key nor the URL of keys from the header', async () => {
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
    expect(await faultOf(token, fetched)).toEqual(unverified('signature'))
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
    ['an array with the right one', [issuer]],
    ['one with a trailing slash', `${issuer}/`],
    ['one in upper case', issuer.toUpperCase()],
    ['one with http:', issuer.replace('https', 'http')],
    ['another region', issuer.replace('us-east-1.', 'us-east-2.')],
    ['another pool', issuer.replace('EXAMPLE1', 'EXAMPLE2')],
    ['one that starts with the right one', `${issuer}.example.com`],
    ['a name that ordinary objects inherit', 'constructor'],
  ])('rejects %s', async (_, iss) => {
    expect(await faultOf(signer.token({ claims: accessClaims({ iss }) }))).toEqual(unverified('issuer'))
  })

  it('accepts a custom issuer instead of both', async () => {
    const custom = { issuer: 'https://emulator.example.com/pool' }
    const token = signer.token({ claims: accessClaims({ iss: custom.issuer }) })
    await expect(accept(token, custom)).resolves.toMatchObject({ userPoolId })
    expect(await faultOf(signer.token(), custom)).toEqual(unverified('issuer'))
    const updated = signer.token({ claims: accessClaims({ iss: updatedIssuer }) })
    expect(await faultOf(updated, custom)).toEqual(unverified('issuer'))
  })
})

describe('signature', () => {
  it('rejects one that was tampered with', async () => {
    expect(await faultOf(withBrokenSignature(signer.token()))).toEqual(unverified('signature'))
  })

  it('rejects claims that were changed after signing', async () => {
    const [head, , signature] = signer.token().split('.')
    const token = `${head}.${encode(accessClaims({ 'cognito:groups': ['admin'] }))}.${signature}`
    expect(await faultOf(token)).toEqual(unverified('signature'))
  })

  it('rejects a header that was changed after signing', async () => {
    const [, payload, signature] = signer.token().split('.')
    const token = `${encode({ ...header, typ: 'JWT' })}.${payload}.${signature}`
    expect(await faultOf(token)).toEqual(unverified('signature'))
  })

  it('rejects the signature of another key with the same kid', async () => {
    expect(await faultOf(stranger.token())).toEqual(unverified('signature'))
  })

  it.each([1, 255, 257])('rejects a signature of %i bytes', async (length) => {
    const [head, payload] = signer.token().split('.')
    const token = `${head}.${payload}.${Buffer.alloc(length, 1).toString('base64url')}`
    expect(await faultOf(token)).toEqual(unverified('signature'))
  })

  it('rejects an HMAC with the public key as its secret, whatever its algorithm is called', async () => {
    for (const alg of ['HS256', 'RS256']) {
      const content = `${encode({ ...header, alg })}.${encode(accessClaims())}`
      const token = `${content}.${createHmac('sha256', signer.jwk.n).update(content).digest('base64url')}`
      expect(await faultOf(token)).toEqual(unverified(alg === 'RS256' ? 'signature' : 'algorithm'))
    }
  })

  it('rejects a PSS signature that calls itself RS256', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const jwk = { ...signer.jwk, ...publicKey.export({ format: 'jwk' }) }
    const content = `${encode(header)}.${encode(accessClaims())}`
    const signature = signBytes('sha256', Buffer.from(content), { key: privateKey, padding: 6 })
    const token = `${content}.${signature.toString('base64url')}`
    expect(await faultOf(token, { jwks: { keys: [jwk] } })).toEqual(unverified('signature'))
  })

  it.each([
    ['valid', {}],
    ['expired', { exp: now - 1 }],
    ['without an expiry', { exp: null }],
    ['beyond the calendar', { exp: -1e300 }],
    ['for another client', { client_id: 'other' }],
    ['for another use', { token_use: 'id' }],
    ['without a subject', { sub: undefined }],
    ['bound to a key', { cnf: {} }],
  ])('rejects a wrong one in the same way if the claims are %s', async (_, claims) => {
    const token = withBrokenSignature(signer.token({ claims: accessClaims(claims) }))
    expect(await faultOf(token)).toEqual(unverified('signature'))
  })

  it('is verified before the claims are looked through', async () => {
    const { verify } = createAuthenticator(options)
    const parse = JSON.parse
    const ownKeys = vi.fn<ProxyHandler<object>['ownKeys'] & object>(Reflect.ownKeys)
    vi.spyOn(JSON, 'parse').mockImplementation((text: string) => {
      const value = parse(text)
      return 'sub' in value ? new Proxy(value, { ownKeys }) : value
    })
    await refusalOf(verify(withBrokenSignature(signer.token())))
    expect(ownKeys).not.toHaveBeenCalled()
    await verify(signer.token())
    expect(ownKeys).toHaveBeenCalledOnce()
  })

  it('is an unexpected error, and not a refusal, if verifying it throws', async () => {
    const unexpected = new Error('out of memory')
    failEngine(unexpected)
    const error = await rejectionOf(accept(signer.token()))
    expect(error).toMatchObject({ message: 'A token could not be verified', cause: unexpected })
    expect(error).not.toHaveProperty('statusCode')
  })

  it('is an unexpected error if verifying it throws, also for an expired token', async () => {
    failEngine(new Error('out of memory'))
    const error = await rejectionOf(accept(signer.token({ claims: accessClaims({ exp: now - 1 }) })))
    expect(error).not.toHaveProperty('statusCode')
  })
})

describe('exp', () => {
  const token = (exp: unknown) => signer.token({ claims: accessClaims({ exp }) })

  it.each([
    ['rejects a token that expired one second ago', -1, 0, false],
    ['rejects a token that expires now', 0, 0, false],
    ['accepts a token that expires in a millisecond', 0.001, 0, true],
    ['accepts a token that expires in a second', 1, 0, true],
    ['rejects a token whose tolerance ended one second ago', -301, 300, false],
    ['rejects a token whose tolerance ends now', -300, 300, false],
    ['accepts a token whose tolerance ends in a second', -299, 300, true],
    ['rejects a token whose tolerance of half a second ends now', -0.5, 0.5, false],
    ['accepts a token within its tolerance of half a second', -0.25, 0.5, true],
  ])('%s', async (_, expiresIn, graceSeconds, isValid) => {
    const result = await verifierWith({ ...options, graceSeconds }).verify(token(now + expiresIn))
    expect(result).toMatchObject(isValid ? { principal: { userPoolId } } : { reason: 'expired', userPoolId })
  })

  it.each([
    ['missing', undefined],
    ['null', null],
    ['a string', String(now + 3600)],
    ['true', true],
    ['an array', [now + 3600]],
    ['an object that cannot become a number', { valueOf: 1, toString: 1 }],
  ])('rejects one that is %s', async (_, exp) => {
    expect(await faultOf(token(exp))).toEqual(verified('expiry_missing'))
  })

  it.each([
    ['1e400', 'expiry_missing'],
    ['-1e400', 'expiry_missing'],
    ['-1e300', 'expired'],
    ['0', 'expired'],
    ['-0', 'expired'],
  ])('rejects %s', async (exp, reason) => {
    expect(await faultOf(signer.token({ claims: jsonWith(accessClaims(), 'exp', exp) }))).toEqual(
      verified(reason),
    )
  })

  it('accepts 1e300, which is far in the future', async () => {
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
    expect(await faultOf(expiring)).toEqual(verified('expired'))
  })

  it('may have fractions of a second', async () => {
    setClock(0.499)
    await expect(accept(token(now + 0.5))).resolves.toMatchObject({ expiresAt: now + 0.5 })
    setClock(0.5)
    expect(await faultOf(token(now + 0.5))).toEqual(verified('expired'))
  })
})

describe('nbf', () => {
  const token = (nbf: unknown) => signer.token({ claims: accessClaims({ nbf }) })

  it.each([
    ['accepts a token that became valid a second ago', -1, 0, true],
    ['accepts a token that becomes valid now', 0, 0, true],
    ['rejects a token that becomes valid in a millisecond', 0.001, 0, false],
    ['rejects a token that becomes valid in a second', 1, 0, false],
    ['accepts a token that becomes valid at the end of the tolerance', 300, 300, true],
    ['rejects a token that becomes valid after the tolerance', 301, 300, false],
  ])('%s', async (_, validIn, graceSeconds, isValid) => {
    const result = await verifierWith({ ...options, graceSeconds }).verify(token(now + validIn))
    expect(result).toMatchObject(
      isValid ? { principal: { userPoolId } } : { reason: 'not_yet_valid', userPoolId },
    )
  })

  it.each([
    ['null', null],
    ['a string', String(now - 1)],
    ['a string that is not a number', 'now'],
    ['false', false],
    ['an object that cannot become a number', { valueOf: 1, toString: 1 }],
    ['1e300', 1e300],
  ])('rejects one that is %s', async (_, nbf) => {
    expect(await faultOf(token(nbf))).toEqual(verified('not_yet_valid'))
  })

  it('rejects 1e400', async () => {
    const claims = jsonWith(accessClaims(), 'nbf', '1e400')
    expect(await faultOf(signer.token({ claims }))).toEqual(verified('not_yet_valid'))
  })

  it('accepts -1e300', async () => {
    await expect(accept(token(-1e300))).resolves.toMatchObject({ userPoolId })
  })

  it('is not checked for an expired token', async () => {
    const claims = accessClaims({ exp: now - 1, nbf: now + 1 })
    expect(await faultOf(signer.token({ claims }))).toEqual(verified('expired'))
  })
})

describe('claims of an access token', () => {
  it.each([
    ['no sub', { sub: undefined }, 'subject'],
    ['an empty sub', { sub: '' }, 'subject'],
    ['a sub that is a number', { sub: 7 }, 'subject'],
    ['no token_use', { token_use: undefined }, 'token_use'],
    ['another token_use', { token_use: 'refresh' }, 'token_use'],
    ['a token_use in upper case', { token_use: 'ACCESS' }, 'token_use'],
    ['the token_use of an ID token', { token_use: 'id', aud: clientId }, 'token_use'],
    ['no client_id', { client_id: undefined }, 'client'],
    ['no client_id, but the client as aud', { client_id: undefined, aud: clientId }, 'client'],
    ['an empty client_id', { client_id: '' }, 'client'],
    ['another client_id', { client_id: `${clientId}0` }, 'client'],
    ['a client_id in upper case', { client_id: clientId.toUpperCase() }, 'client'],
    ['an array with the right client_id', { client_id: [clientId] }, 'client'],
    ['cnf', { cnf: { jkt: 'thumbprint' } }, 'key_bound'],
    ['a cnf that is null', { cnf: null }, 'key_bound'],
  ])('rejects %s', async (_, claims, reason) => {
    expect(await faultOf(signer.token({ claims: accessClaims(claims) }))).toEqual(verified(reason))
  })

  it('accepts each of several clients, and no others', async () => {
    const several = { clientId: ['client-a', 'client-b'] }
    const token = (id: string) => signer.token({ claims: accessClaims({ client_id: id }) })
    await expect(accept(token('client-a'), several)).resolves.toMatchObject({ clientId: 'client-a' })
    await expect(accept(token('client-b'), several)).resolves.toMatchObject({ clientId: 'client-b' })
    expect(await faultOf(token(clientId), several)).toEqual(verified('client'))
  })

  it('accepts any client with clientId: null, but requires one', async () => {
    const any = { clientId: null }
    const token = (id: unknown) => signer.token({ claims: accessClaims({ client_id: id }) })
    await expect(accept(token('client-c'), any)).resolves.toMatchObject({ clientId: 'client-c' })
    expect(await faultOf(token(undefined), any)).toEqual(verified('client'))
    expect(await faultOf(token(''), any)).toEqual(verified('client'))
  })
})

describe('claims of an ID token', () => {
  it.each([
    ['no aud', { aud: undefined }],
    ['no aud, but the client as client_id', { aud: undefined, client_id: clientId }],
    ['another aud', { aud: 'other' }],
    ['an array with the right aud', { aud: [clientId] }],
  ])('rejects %s', async (_, claims) => {
    const token = signer.token({ claims: idClaims(claims) })
    expect(await faultOf(token, { tokenUse: 'id' })).toEqual(verified('client'))
  })
})

describe('tokenUse', () => {
  const access = () => signer.token()
  const id = () => signer.token({ claims: idClaims() })

  it('accepts only access tokens by default', async () => {
    await expect(accept(access())).resolves.toMatchObject({ tokenUse: 'access' })
    expect(await faultOf(id())).toEqual(verified('token_use'))
  })

  it("accepts only ID tokens with 'id'", async () => {
    await expect(accept(id(), { tokenUse: 'id' })).resolves.toMatchObject({ tokenUse: 'id' })
    expect(await faultOf(access(), { tokenUse: 'id' })).toEqual(verified('token_use'))
  })

  it('accepts either kind with null, and no other', async () => {
    await expect(accept(id(), { tokenUse: null })).resolves.toMatchObject({ tokenUse: 'id' })
    await expect(accept(access(), { tokenUse: null })).resolves.toMatchObject({ tokenUse: 'access' })
    const other = signer.token({ claims: accessClaims({ token_use: 'refresh' }) })
    expect(await faultOf(other, { tokenUse: null })).toEqual(verified('token_use'))
  })
})

describe('audience', () => {
  const api = 'https://api.example.com'
  const token = (aud: unknown) => signer.token({ claims: accessClaims({ aud }) })

  it('is not checked unless it is configured', async () => {
    await expect(accept(token('https://other.example.com'))).resolves.toMatchObject({ clientId })
  })

  it.each([
    ['the resource', api],
    ['an array with the resource', ['https://other.example.com', api]],
  ])('accepts %s', async (_, aud) => {
    await expect(accept(token(aud), { audience: api })).resolves.toMatchObject({ clientId })
  })

  it.each([
    ['none', undefined],
    ['null', null],
    ['another resource', 'https://other.example.com'],
    ['the resource with a trailing slash', `${api}/`],
    ['an empty array', []],
    ['an array in an array', [[api]]],
    ['an object', { 0: api }],
  ])('rejects %s', async (_, aud) => {
    expect(await faultOf(token(aud), { audience: api })).toEqual(verified('audience'))
  })

  it('accepts one of several resources', async () => {
    const several = { audience: [api, 'https://other.example.com'] }
    await expect(accept(token('https://other.example.com'), several)).resolves.toMatchObject({ clientId })
    expect(await faultOf(token('https://third.example.com'), several)).toEqual(verified('audience'))
  })

  it('does not apply to ID tokens', async () => {
    const id = signer.token({ claims: idClaims() })
    await expect(accept(id, { tokenUse: null, audience: api })).resolves.toMatchObject({ tokenUse: 'id' })
  })

  it('rejects machine tokens, which have none', async () => {
    const machine = signer.token({ claims: accessClaims({ sub: clientId, username: undefined }) })
    await expect(accept(machine)).resolves.toMatchObject({ kind: 'machine' })
    expect(await faultOf(machine, { audience: api })).toEqual(verified('audience'))
  })
})

describe('userIdClaim', () => {
  const custom = { userIdClaim: 'custom:id' }
  const token = (id: unknown) => signer.token({ claims: accessClaims({ 'custom:id': id }) })

  it('names the claim that becomes the user id', async () => {
    await expect(accept(token('7'), custom)).resolves.toMatchObject({ userId: '7' })
  })

  it.each([undefined, null, '', 7, ['7']])('rejects a token whose claim is %j', async (id) => {
    expect(await faultOf(token(id), custom)).toEqual(verified('user_id'))
  })

  it.each(['__proto__', 'constructor', 'toString'])(
    'finds no user id in %s, which ordinary objects inherit',
    async (name) => {
      expect(await faultOf(signer.token(), { userIdClaim: name })).toEqual(verified('user_id'))
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

  it('verifies tokens with the keys and options of their own pool', async () => {
    await expect(pools.verify(signer.token())).resolves.toMatchObject({ userPoolId })
    const id = other.token({ claims: idClaims({ iss: otherIssuer }) })
    await expect(pools.verify(id)).resolves.toMatchObject({ userPoolId: otherId, tokenUse: 'id' })
    const access = other.token({ claims: accessClaims({ iss: otherIssuer }) })
    expect(await refusalOf(pools.verify(access))).toMatchObject({ reason: 'token_use', userPoolId: otherId })
  })

  it('does not accept the key of one pool for the issuer of another', async () => {
    expect(await refusalOf(pools.verify(other.token()))).toMatchObject({ reason: 'signature' })
    const claims = idClaims({ iss: otherIssuer })
    expect(await refusalOf(pools.verify(signer.token({ claims })))).toMatchObject({ reason: 'signature' })
  })
})

describe('several configurations of one pool', () => {
  /** A verifier with these configurations of the pool as alternatives. */
  function verifierOf(...configurations: readonly CognitoAuthOptions[]) {
    const settings = configurations.map((configuration) => resolveOptions({ ...options, ...configuration }))
    const [first = resolveOptions(options)] = settings
    return new Verifier({ ...first, pools: settings.flatMap(({ pools }) => pools) }, undefined)
  }
  const access = (client: string, others: object = {}) =>
    signer.token({ claims: accessClaims({ client_id: client, ...others }) })
  const id = (client: string) => signer.token({ claims: idClaims({ aud: client }) })

  it('are alternatives: ID tokens of one client, access tokens of another', async () => {
    const verifier = verifierOf({ clientId: 'web', tokenUse: 'id' }, { clientId: 'service' })
    expect(await verifier.verify(id('web'))).toMatchObject({ principal: { tokenUse: 'id', clientId: 'web' } })
    expect(await verifier.verify(access('service'))).toMatchObject({
      principal: { tokenUse: 'access', clientId: 'service' },
    })
    expect(await verifier.verify(access('web'))).toEqual({ reason: 'client', userPoolId })
    expect(await verifier.verify(id('service'))).toEqual({ reason: 'client', userPoolId })
  })

  it('do not mix: one of them must accept all claims', async () => {
    const verifier = verifierOf(
      { clientId: 'web' },
      { clientId: 'other', audience: 'https://api.example.com' },
    )
    expect(await verifier.verify(access('web'))).toHaveProperty('principal')
    expect(await verifier.verify(access('other', { aud: 'https://api.example.com' }))).toHaveProperty(
      'principal',
    )
    expect(await verifier.verify(access('other'))).toHaveProperty('reason')
  })

  it('accept a token in any order', async () => {
    const [web, service] = [{ clientId: 'web' }, { clientId: 'service' }]
    for (const verifier of [verifierOf(web, service), verifierOf(service, web)]) {
      expect(await verifier.verify(access('web'))).toHaveProperty('principal')
      expect(await verifier.verify(access('service'))).toHaveProperty('principal')
    }
  })

  it('name the fault of a configuration for this kind of token, if there is one', async () => {
    const [forIds, forService] = [{ tokenUse: 'id' }, { clientId: 'service' }] as const
    for (const verifier of [verifierOf(forIds, forService), verifierOf(forService, forIds)])
      expect(await verifier.verify(access('web'))).toEqual({ reason: 'client', userPoolId })
    const onlyIds = verifierOf(forIds, { clientId: 'web', tokenUse: 'id' })
    expect(await onlyIds.verify(access('web'))).toEqual({ reason: 'token_use', userPoolId })
  })

  it('apply to both issuers of the pool, and share their keys', async () => {
    const server = createKeyServer(signer.jwk)
    const fetched = { jwks: undefined, keys: { fetch: server.fetch } }
    const verifier = verifierOf({ ...fetched, clientId: 'web' }, { ...fetched, clientId: 'service' })
    for (const client of ['web', 'service']) {
      expect(await verifier.verify(access(client))).toHaveProperty('principal')
      expect(await verifier.verify(access(client, { iss: updatedIssuer }))).toHaveProperty('principal')
    }
    expect(server.urls).toEqual([`${issuer}/.well-known/jwks.json`, `${updatedIssuer}/.well-known/jwks.json`])
  })

  it('are one pool for loadKeys', async () => {
    const server = createKeyServer()
    const fetched = { jwks: undefined, keys: { fetch: server.fetch } }
    const verifier = verifierOf({ ...fetched, clientId: 'web' }, { ...fetched, clientId: 'service' })
    expect(await verifier.loadKeys()).toMatchObject([{ reason: 'keys_unavailable', userPoolId }])
    expect(server.urls).toHaveLength(2)
  })
})

describe('given keys', () => {
  it('are used, except for those that cannot be', async () => {
    const jwks = { keys: [createSigner('key-1', 1024).jwk, { kty: 'EC' }, signer.jwk] }
    await expect(accept(signer.token(), { jwks })).resolves.toBeDefined()
  })
})

describe('fetched keys', () => {
  const original = `${issuer}/.well-known/jwks.json`
  const updated = `${updatedIssuer}/.well-known/jwks.json`
  const updatedToken = () => signer.token({ claims: accessClaims({ iss: updatedIssuer }) })

  function fetching(answers: Readonly<Record<string, () => Response>>) {
    const server = createKeyServer()
    server.reply((url) => answers[url]?.() ?? new Response(null, { status: 404 }))
    const authenticator = createAuthenticator({ userPoolId, clientId, keys: { fetch: server.fetch } })
    return { server, authenticator }
  }
  const withKeys = () => Response.json({ keys: [signer.jwk] })
  const status = (code: number) => () => new Response('{}', { status: code })

  it('come from the URL of the issuer that a token names, and from no other', async () => {
    const { server, authenticator } = fetching({ [original]: withKeys, [updated]: withKeys })
    await authenticator.verify(signer.token())
    expect(server.urls).toEqual([original])
    await authenticator.verify(updatedToken())
    expect(server.urls).toEqual([original, updated])
  })

  it('come from one URL for both issuers with jwksUri', async () => {
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
    'do not exist for the updated issuer of a pool that never switched (%i), until the cool-down ends',
    async (code) => {
      const { server, authenticator } = fetching({ [original]: withKeys, [updated]: status(code) })
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
    'are unavailable if the updated issuer answers %i, for its tokens only',
    async (code) => {
      const { authenticator } = fetching({ [original]: withKeys, [updated]: status(code) })
      expect(await refusalOf(authenticator.verify(updatedToken()))).toMatchObject({
        statusCode: 503,
        reason: 'keys_unavailable',
        headers: { 'Retry-After': '1' },
      })
      await expect(authenticator.verify(signer.token())).resolves.toMatchObject({ userPoolId })
    },
  )

  it('are unavailable if the updated issuer cannot be reached', async () => {
    const failing = () => {
      throw new TypeError('fetch failed')
    }
    const { authenticator } = fetching({ [original]: withKeys, [updated]: failing })
    expect(await refusalOf(authenticator.verify(updatedToken()))).toMatchObject({ statusCode: 503 })
    await expect(authenticator.verify(signer.token())).resolves.toMatchObject({ userPoolId })
  })

  it('are unavailable if the original issuer answers 404', async () => {
    const { authenticator } = fetching({})
    expect(await refusalOf(authenticator.verify(signer.token()))).toMatchObject({ statusCode: 503 })
  })

  it('are fetched for the updated issuer once the pool has switched', async () => {
    const answers: Record<string, () => Response> = { [original]: withKeys, [updated]: status(404) }
    const { authenticator } = fetching(answers)
    await refusalOf(authenticator.verify(updatedToken()))
    answers[updated] = withKeys
    setClock(10)
    await expect(authenticator.verify(updatedToken())).resolves.toMatchObject({ userPoolId })
  })
})

describe('isStillValid', () => {
  async function verify(token: string, others: CognitoAuthOptions = options) {
    const verifier = verifierWith(others)
    const result = await verifier.verify(token)
    if ('reason' in result) throw new Error(result.reason)
    return { verifier, result }
  }

  it('is true from nbf on and before exp', async () => {
    const claims = accessClaims({ nbf: now, exp: now + 60 })
    const { verifier, result } = await verify(signer.token({ claims }))
    expect(verifier.isStillValid(result)).toBe(true)
    setClock(59.999)
    expect(verifier.isStillValid(result)).toBe(true)
    setClock(60)
    expect(verifier.isStillValid(result)).toBe(false)
    setClock(-0.001)
    expect(verifier.isStillValid(result)).toBe(false)
  })

  it('is false once the key has left the set, and starts the refresh that shows it', async () => {
    const server = createKeyServer(signer.jwk)
    const fetched = { userPoolId, clientId, keys: { fetch: server.fetch } }
    const { verifier, result } = await verify(signer.token(), fetched)
    server.serve(createSigner('key-2').jwk)
    setClock(601)
    expect(verifier.isStillValid(result)).toBe(true)
    await settle()
    expect(server.urls).toHaveLength(2)
    expect(verifier.isStillValid(result)).toBe(false)
  })
})

describe('rebuildPrincipal', () => {
  it('builds the same principal again', async () => {
    const verifier = verifierWith({ ...options, userIdClaim: 'username' })
    const token = signer.token({ claims: accessClaims({ 'cognito:groups': ['admin'] }) })
    const result = await verifier.verify(token)
    if ('reason' in result) throw new Error(result.reason)
    const principal = verifier.rebuildPrincipal(token, result)
    expect(principal).not.toBe(result.principal)
    expect(principal).toEqual(result.principal)
    expect(principal).toMatchObject({ userId: 'alice', userPoolId })
    expect(Object.isFrozen(principal.claims)).toBe(true)
  })
})

describe('loadKeys', () => {
  const load = (answer: (url: string) => Response, others: CognitoAuthOptions = { userPoolId, clientId }) => {
    const server = createKeyServer()
    server.reply(answer)
    const verifier = verifierWith({ ...others, keys: { fetch: server.fetch } })
    return { server, loaded: verifier.loadKeys() }
  }
  const withKeys = () => Response.json({ keys: [signer.jwk] })
  const broken = () => new Response(null, { status: 500 })

  it('fetches from the original issuer of each pool', async () => {
    const { server, loaded } = load(withKeys)
    expect(await loaded).toEqual([])
    expect(server.urls).toEqual([`${issuer}/.well-known/jwks.json`])
  })

  it('fetches from the updated issuer if the original one has no keys', async () => {
    const { server, loaded } = load((url) => (url.startsWith(updatedIssuer) ? withKeys() : broken()))
    expect(await loaded).toEqual([])
    expect(server.urls).toHaveLength(2)
  })

  it('returns a refusal for each pool without keys, with the cause of its original issuer', async () => {
    const { loaded } = load((url) => (url.includes('EXAMPLE2') ? withKeys() : broken()), {
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

  it('fetches nothing if the keys were given', async () => {
    const { server, loaded } = load(broken, options)
    expect(await loaded).toEqual([])
    expect(server.urls).toEqual([])
  })
})

describe('a polluted Object.prototype', () => {
  it('adds nothing to the claims of a new token, or of one from the cache', async () => {
    const { verify } = createAuthenticator(options)
    const token = signer.token()
    await withPollution({ 'cognito:groups': ['admin'], nbf: 9e12 }, async () => {
      for (const _ of [1, 2, 3]) {
        const { groups, claims } = await verify(token)
        expect([groups, claims['cognito:groups'], claims.nbf]).toEqual([[], undefined, undefined])
      }
    })
  })

  it('does not stand in for a claim that is missing', async () => {
    const token = signer.token({ claims: accessClaims({ token_use: undefined }) })
    const reason = await withPollution({ token_use: 'access' }, () => faultOf(token))
    expect(reason).toMatchObject({ reason: 'token_use' })
  })
})
