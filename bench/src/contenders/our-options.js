import { createRevocations, memoryStore } from '@cognito-auth/revocation'

/**
 * The options of an authenticator that fetches its keys.
 *
 * @param {import('../tokens.js').Pool} pool
 */
export function optionsOf({ userPoolId, clientId, jwksUri }) {
  return { userPoolId, clientId, jwksUri }
}

/**
 * Revocations with entries for other users: an empty list would cost less.
 *
 * @param {import('../tokens.js').Pool} pool
 */
export function revocationsOf({ userPoolId }) {
  const revocations = createRevocations({ store: memoryStore() })
  for (let user = 0; user < 100; user++) void revocations.endUser({ userPoolId, sub: `user-${user}` })
  return revocations
}
