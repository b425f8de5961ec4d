import { describe, expect, it } from 'vitest'
import { getSessionPrincipal, createRefusalError, type Session } from '../../dist/adapter/session.js'
import { createAuthenticator } from '../../dist/authenticate/create-authenticator.js'
import { ForbiddenError, UnauthenticatedError } from '../../dist/refusal/errors.js'
import type { Principal } from '../../dist/types/principal.js'
import { fromJavaScript } from '../support/refusal.ts'
import { clientId, createSigner, userPoolId } from '../support/signer.ts'

const jwks = { keys: [createSigner('key-1').jwk] }
const authenticator = createAuthenticator({ userPoolId, clientId, jwks, realm: 'orders' })

function sessionOf(principal: Principal | undefined): Session {
  return { context: { authenticator, logger: undefined, tokenSource: { kind: 'authorization' } }, principal }
}

describe('createRefusalError', () => {
  it('returns an error with the challenge of the authenticator in force', () => {
    const error = createRefusalError({ reason: 'guard', userPoolId, scope: 'a b' }, sessionOf(undefined))
    expect(error).toBeInstanceOf(ForbiddenError)
    expect(error).toMatchObject({ reason: 'guard', userPoolId, scope: 'a b' })
    expect(error.headers['WWW-Authenticate']).toBe(
      'Bearer realm="orders", error="insufficient_scope", scope="a b"',
    )
  })

  it('uses the default realm without a session', () => {
    const error = createRefusalError({ reason: 'no_credentials' }, undefined)
    expect(error).toBeInstanceOf(UnauthenticatedError)
    expect(error.headers['WWW-Authenticate']).toBe('Bearer realm="api"')
  })
})

describe('getSessionPrincipal', () => {
  it('returns the principal of the session', () => {
    const principal: Principal = fromJavaScript({ userId: 'alice' })
    expect(getSessionPrincipal(sessionOf(principal), () => undefined)).toBe(principal)
  })

  it.each([
    ['without a session', undefined, 'api'],
    ['for an anonymous session', sessionOf(undefined), 'orders'],
  ])('throws an UnauthenticatedError %s', (_, session, realm) => {
    const get = () => getSessionPrincipal(session, () => undefined)
    expect(get).toThrow(UnauthenticatedError)
    expect(get).toThrow(
      expect.objectContaining({
        reason: 'no_credentials',
        headers: expect.objectContaining({ 'WWW-Authenticate': `Bearer realm="${realm}"` }),
      }),
    )
  })
})
