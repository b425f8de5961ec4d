import { createPublicKey } from 'node:crypto'
import { once } from 'node:events'
import { get } from 'node:http'
import { arrayBuffer } from 'node:stream/consumers'
import { CognitoJwtVerifier } from 'aws-jwt-verify'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import { createRemoteJWKSet, jwtVerify } from 'jose'

/** @typedef {import('../tokens.js').Pool} Pool */

/**
 * By its short name, each server: it listens and returns its port. Who is given the key instead of fetching the keys
 * cannot follow a rotation; such a contender is shown, and not compared.
 *
 * @typedef {Record<string, { title: string, fetchesKeys?: boolean, listen(pool: Pool): Promise<number> }>} Contenders
 */

/**
 * What everybody writes in front of a verifier.
 *
 * @param {string | undefined} authorization
 * @param {(token: string) => Promise<object> | object} verify
 */
export function byHand(authorization, verify) {
  const [scheme, token] = (authorization ?? '').split(' ')
  if (scheme !== 'Bearer' || !token) throw new Error('There is no bearer token')
  return verify(token)
}

/**
 * aws-jwt-verify as its documentation has it. Its own fetcher refuses http:, so that the keys come by another one, which
 * uses Node's HTTP client as that does.
 *
 * @param {Pool} pool
 */
export function cognitoVerifier({ userPoolId, clientId, jwksUri }) {
  const fetcher = {
    async fetch() {
      const [response] = await once(get(jwksUri), 'response')
      return arrayBuffer(response)
    },
  }
  return CognitoJwtVerifier.create(
    { userPoolId, clientId, tokenUse: 'access' },
    { jwksCache: new SimpleJwksCache({ fetcher }) },
  )
}

/** @param {Pool} pool */
export function joseVerify({ issuer, clientId, jwksUri }) {
  const keys = createRemoteJWKSet(new URL(jwksUri))
  return async function verify(/** @type {string} */ token) {
    const { payload } = await jwtVerify(token, keys, { issuer, algorithms: ['RS256'] })
    if (payload.client_id !== clientId || payload.token_use !== 'access')
      throw new Error('Another client or use')
    return payload
  }
}

/**
 * The key that signs access tokens, for contenders that take a single one.
 *
 * @param {Pool} pool
 */
export function pemOf(pool) {
  return String(keyOf(pool).export({ type: 'spki', format: 'pem' }))
}

/** @param {Pool} pool */
export function keyOf({ jwks }) {
  return createPublicKey({
    key: /** @type {import('node:crypto').JsonWebKey} */ (jwks.keys[0]),
    format: 'jwk',
  })
}
