import { verify } from 'node:crypto'
import { createAuthenticator } from '@cognito-auth/core'
import { CognitoJwtVerifier } from 'aws-jwt-verify'
import { createVerifier } from 'fast-jwt'
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import { revocationsOf } from './our-options.js'
import { keyOf, pemOf } from './verifiers.js'

/** @typedef {import('../tokens.js').Pool} Pool */

/**
 * @typedef {object} InProcessContender
 * @property {string} title
 * @property {'new' | 'remembered'} tokens whether a token was seen before.
 * @property {(token: string) => any} prepare makes what is verified of a token, before the clock runs.
 * @property {(pool: Pool) => (input: any) => unknown} make
 */

/** @type {Record<string, InProcessContender>} */
export const inProcessContenders = {
  raw: { title: 'crypto.verify, bytes at hand', tokens: 'new', prepare: bytesOf, make: rawVerification },
  ours: {
    title: '@cognito-auth/core, authenticate()',
    tokens: 'new',
    prepare: headerOf,
    make: authentication,
  },
  'ours-remembered': {
    title: '@cognito-auth/core, authenticate()',
    tokens: 'remembered',
    prepare: headerOf,
    make: authentication,
  },
  'ours-revocations': {
    title: '@cognito-auth/core, authenticate(), with revocations',
    tokens: 'remembered',
    prepare: headerOf,
    make: (pool) => authentication({ ...pool, revocations: revocationsOf(pool) }),
  },
  'aws-jwt-verify-sync': {
    title: 'aws-jwt-verify, verifySync()',
    tokens: 'new',
    prepare: fresh,
    make(pool) {
      const verifier = cognitoVerifierWithKeys(pool)
      return (token) => verifier.verifySync(token)
    },
  },
  'aws-jwt-verify': {
    title: 'aws-jwt-verify, verify()',
    tokens: 'new',
    prepare: fresh,
    make(pool) {
      const verifier = cognitoVerifierWithKeys(pool)
      return (token) => verifier.verify(token)
    },
  },
  'jose-local': {
    title: 'jose, local key set',
    tokens: 'new',
    prepare: fresh,
    make({ jwks, issuer }) {
      const keys = createLocalJWKSet(jwks)
      return (token) => jwtVerify(token, keys, { issuer, algorithms: ['RS256'] })
    },
  },
  'jose-remote': {
    title: 'jose, createRemoteJWKSet()',
    tokens: 'new',
    prepare: fresh,
    make({ jwksUri, issuer }) {
      const keys = createRemoteJWKSet(new URL(jwksUri))
      return (token) => jwtVerify(token, keys, { issuer, algorithms: ['RS256'] })
    },
  },
  'fast-jwt': {
    title: 'fast-jwt, static key',
    tokens: 'new',
    prepare: fresh,
    make: (pool) => fastJwt(pool, false),
  },
  'fast-jwt-cache': {
    title: 'fast-jwt, static key, cache',
    tokens: 'remembered',
    prepare: fresh,
    make: (pool) => fastJwt(pool, true),
  },
  jsonwebtoken: {
    title: 'jsonwebtoken, static key',
    tokens: 'new',
    prepare: fresh,
    make(pool) {
      const key = keyOf(pool)
      return (token) => jsonwebtoken.verify(token, key, { issuer: pool.issuer, algorithms: ['RS256'] })
    },
  },
}

/** @param {Pool & { revocations?: import('@cognito-auth/core').Revocations }} pool */
function authentication({ userPoolId, clientId, jwksUri, revocations }) {
  const authenticator = createAuthenticator({ userPoolId, clientId, jwksUri, revocations })
  return (/** @type {string} */ header) => authenticator.authenticate(header)
}

/** @param {Pool} pool */
function cognitoVerifierWithKeys({ userPoolId, clientId, jwks }) {
  const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'access' })
  verifier.cacheJwks(/** @type {any} */ (jwks))
  return verifier
}

/**
 * @param {Pool} pool
 * @param {boolean} cache
 */
function fastJwt(pool, cache) {
  return createVerifier({ key: pemOf(pool), algorithms: ['RS256'], allowedIss: pool.issuer, cache })
}

/**
 * The least that anybody can do: the signature, of bytes that lie ready.
 *
 * @param {Pool} pool
 */
function rawVerification(pool) {
  const key = keyOf(pool)
  return function verifySignature(/** @type {ReturnType<typeof bytesOf>} */ { content, signature }) {
    if (!verify('RSA-SHA256', content, key, signature)) throw new Error('A bad signature')
  }
}

/** @param {string} token */
function bytesOf(token) {
  const end = token.lastIndexOf('.')
  return {
    content: Buffer.from(token.slice(0, end)),
    signature: Buffer.from(token.slice(end + 1), 'base64url'),
  }
}

/** @param {string} token */
function headerOf(token) {
  return fresh(`Bearer ${token}`)
}

/**
 * A string that nobody has seen, as Node's HTTP parser makes one for each request. One that is used twice has its hash
 * with it, and comes out of a Map for less.
 *
 * @param {string} text
 */
function fresh(text) {
  return Buffer.from(text, 'latin1').toString('latin1')
}
