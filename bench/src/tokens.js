import { createTestUserPool } from '@cognito-auth/testing'

/** More in turn than any contender remembers (1,000), so that none of them is met again while it is remembered. */
const uniqueTokens = 10_000

/** How many tokens the mixes of repeated tokens have. */
const repeatedTokens = 1000

/**
 * What a contender is told of the pool. All of it can be sent to another process.
 *
 * @typedef {object} Pool
 * @property {string} userPoolId
 * @property {string} clientId
 * @property {string} issuer
 * @property {{ keys: { kid: string }[] }} jwks
 * @property {string} jwksUri
 */

/** @typedef {'one-token' | '1000-tokens' | 'every-token-new' | 'half-bad' | 'anonymous'} MixName */

/**
 * @typedef {object} Mix
 * @property {string} title
 * @property {readonly (string | undefined)[]} tokens sent in turn, by all connections together.
 * @property {readonly number[]} statuses of the answers, unless nobody authenticates.
 */

/** A pool with its key server, and the tokens of each mix. */
export async function issueTokens() {
  const { listen, accessToken, userPoolId, clientId, issuer, jwks } = await createTestUserPool()
  const server = await listen()
  /** @type {Pool} */
  const pool = { userPoolId, clientId, issuer, jwks, jwksUri: server.jwksUri }

  const unique = Array.from({ length: uniqueTokens }, (_, index) => accessToken(userOf(index)))
  const repeated = unique.slice(0, repeatedTokens)
  /** @type {Record<MixName, Mix>} */
  const mixes = {
    'one-token': { title: 'one token', tokens: unique.slice(0, 1), statuses: [200] },
    '1000-tokens': { title: '1,000 tokens', tokens: repeated, statuses: [200] },
    'every-token-new': { title: 'every token new', tokens: unique, statuses: [200] },
    'half-bad': {
      title: 'half bad signatures',
      tokens: repeated.map((token, index) => (index % 2 === 0 ? token : withBadSignature(token))),
      statuses: [200, 401],
    },
    anonymous: { title: 'all anonymous', tokens: [undefined], statuses: [401] },
  }
  return { pool, mixes, close: () => server.close() }
}

/**
 * Claims that make a token of 1.3 KB, as a user has who signed in by a federated identity.
 *
 * @param {number} index
 */
function userOf(index) {
  return {
    username: `federation_user-${String(index).padStart(6, '0')}@example.com`,
    groups: ['us-east-1_EXAMPLE1_federation', 'editors', 'billing-read', 'support'],
    scopes: [
      'openid',
      'profile',
      'email',
      'https://api.example.com/orders.read',
      'https://api.example.com/orders.write',
    ],
    expiresInSeconds: 86_400,
  }
}

/**
 * The same token with another signature, which is well formed and has the right length.
 *
 * @param {string} token
 */
export function withBadSignature(token) {
  const place = token.lastIndexOf('.') + 100
  return token.slice(0, place) + (token[place] === 'A' ? 'B' : 'A') + token.slice(place + 1)
}
