import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Admission } from '../../dist/authenticate/admission.js'
import type { CognitoAuthOptions, KeyOptions } from '../../dist/types/options.js'
import { resolveOptions } from '../../dist/settings/resolve-options.js'
import { TokenCache } from '../../dist/authenticate/token-cache.js'
import { VerificationKey } from '../../dist/keys/verification-key.js'
import { createKeyServer } from '../support/key-server.ts'
import { rejectionOf } from '../support/refusal.ts'
import { accessClaims, clientId, createSigner, userPoolId, withBrokenSignature } from '../support/signer.ts'

const signer = createSigner('key-1')
const jwks = { keys: [signer.jwk] }

function tokenOf(jti: string) {
  return signer.token({ claims: accessClaims({ jti }) })
}

function admissionWith(options: CognitoAuthOptions = { jwks }) {
  return new Admission(resolveOptions({ userPoolId, clientId, ...options }), undefined)
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe('Admission', () => {
  it('judges at once where keys are at hand', () => {
    const admission = admissionWith()
    const token = signer.token()
    expect(admission.ofToken(token)).toMatchObject({ username: 'alice' })
    expect(admission.ofToken(withBrokenSignature(token))).toEqual({ reason: 'signature' })
    expect(admission.ofCredentials(`Bearer ${token}`)).toMatchObject({ username: 'alice' })
    expect(admission.ofCredentials(undefined)).toEqual({ reason: 'no_credentials' })
  })

  it('judges later where keys are fetched, and at once from then on', async () => {
    const { fetch } = createKeyServer(signer.jwk)
    const admission = admissionWith({ keys: { fetch } })
    const token = signer.token()
    const first = admission.ofToken(token)
    expect(first).toBeInstanceOf(Promise)
    expect(admission.ofToken(withBrokenSignature(token))).toBeInstanceOf(Promise)
    const verified = await first
    expect(admission.ofCredentials(`Bearer ${token}`)).toBe(verified)
  })

  it('judges later where isRevoked is asked', async () => {
    const isRevoked = vi.fn<() => boolean>().mockReturnValueOnce(false).mockReturnValueOnce(true)
    const admission = admissionWith({ jwks, isRevoked })
    const token = signer.token()
    const verdicts = [admission.ofToken(token), admission.ofToken(token)]
    expect(verdicts).toEqual([expect.any(Promise), expect.any(Promise)])
    expect(await Promise.all(verdicts.map((verdict) => Promise.resolve(verdict)))).toEqual([
      expect.objectContaining({ username: 'alice' }),
      { reason: 'revoked', userPoolId },
    ])
  })

  it('remembers a token by its SHA-256 alone', () => {
    const set = vi.spyOn(TokenCache.prototype, 'set')
    const token = signer.token()
    const principal = admissionWith().ofToken(token)
    const digest = createHash('sha256').update(token).digest('binary')
    expect(set.mock.calls).toEqual([[digest, { principal, grounds: expect.anything() }]])
    expect(JSON.stringify(set.mock.calls)).not.toContain(token.split('.')[2])
  })

  it('reads the principal of a token again that comes back late, and verifies nothing', () => {
    const verify = vi.spyOn(VerificationKey.prototype, 'verify')
    const admission = admissionWith()
    const token = signer.token()
    const first = admission.ofToken(token)
    for (let other = 0; other < 64; other++) void admission.ofToken(tokenOf(`other-${other}`))
    verify.mockClear()
    const again = admission.ofToken(token)
    expect(again).not.toBe(first)
    expect(again).toEqual(first)
    expect(admission.ofToken(token)).toBe(again)
    expect(verify).not.toHaveBeenCalled()
  })

  it('keeps tokens apart when a fetch of the keys that it starts asks for another', async () => {
    const { fetch } = createKeyServer(signer.jwk)
    const [one, two] = [tokenOf('one'), tokenOf('two')]
    const found: unknown[] = []
    const ask = (token: string) => found.push(admission.ofToken(token))
    const server = { fetch }
    const keys: KeyOptions = { maxAgeSeconds: 1, fetch: (...request) => server.fetch(...request) }
    const admission = admissionWith({ keys, tokenCache: { maxEntries: 1 } })
    await admission.ofToken(one)

    server.fetch = (...request) => {
      server.fetch = fetch
      ask(two)
      return fetch(...request)
    }
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 2000)
    ask(one)
    expect(found).toMatchObject(['two', 'one'].map((jti) => ({ claims: { jti } })))
  })

  it('asks isRevoked of a principal that it has read again', async () => {
    const isRevoked = vi.fn<() => boolean>().mockReturnValue(false)
    const admission = admissionWith({ jwks, isRevoked })
    const token = signer.token()
    const first = await admission.ofToken(token)
    for (let other = 0; other < 64; other++) await admission.ofToken(tokenOf(`other-${other}`))
    isRevoked.mockClear().mockReturnValue(true)
    expect(await admission.ofToken(token)).toEqual({ reason: 'revoked', userPoolId })
    expect(isRevoked.mock.calls).toEqual([[first]])
  })

  it('does not even hash a token when none are remembered', () => {
    const digestOf = vi.spyOn(TokenCache, 'digestOf')
    const admission = admissionWith({ jwks, tokenCache: false })
    expect(admission.ofToken(signer.token())).toHaveProperty('userId')
    expect(digestOf).not.toHaveBeenCalled()
    expect(admissionWith().ofToken(signer.token())).toHaveProperty('userId')
    expect(digestOf).toHaveBeenCalledOnce()
  })

  it('tells what cannot be a bearer token by the way that it came', () => {
    const admission = admissionWith()
    for (const text of ['a b', 'a\u00e9', '', 'a'.repeat(65_537)]) {
      expect(admission.ofToken(text)).toEqual({ reason: 'malformed_token' })
    }
    expect(admission.ofCredentials('Bearer a b')).toEqual({ reason: 'malformed_credentials' })
  })

  it('keeps what nobody foresaw from being a judgement', async () => {
    const fault = new Error('out of memory')
    vi.spyOn(VerificationKey.prototype, 'verify').mockImplementation(() => {
      throw fault
    })
    expect(() => admissionWith().ofToken(signer.token())).toThrow(
      expect.objectContaining({ message: 'A token could not be verified', cause: fault }),
    )
    const { fetch } = createKeyServer(signer.jwk)
    const later = Promise.resolve(admissionWith({ keys: { fetch } }).ofToken(signer.token()))
    expect(await rejectionOf(later)).toMatchObject({ message: 'A token could not be verified', cause: fault })
  })
})
