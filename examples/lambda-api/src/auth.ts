import { type CognitoAuthOptions, createAuthenticator } from '@cognito-auth/express'
import { createRevocations, memoryStore } from '@cognito-auth/revocation'
import { httpStore } from './http-store.ts'

/** Keys that the build put into the bundle, see `build/bundle.ts`. */
declare const COGNITO_JWKS: NonNullable<CognitoAuthOptions['jwks']>

const {
  COGNITO_USER_POOL_ID,
  COGNITO_CLIENT_ID,
  REVOCATIONS_URL,
  KEYS_MAX_AGE_SECONDS = '600',
  REVOCATIONS_MAX_AGE_SECONDS = '1',
} = process.env

/** Use `redisStore` if your functions run in a VPC with a Redis or Valkey server. */
export const revocations = createRevocations({
  store: REVOCATIONS_URL === undefined ? memoryStore() : httpStore(REVOCATIONS_URL),
  maxAgeSeconds: Number(REVOCATIONS_MAX_AGE_SECONDS),
})

export const authenticator = createAuthenticator({
  ...pool(),
  revocations,
  keys: { maxAgeSeconds: Number(KEYS_MAX_AGE_SECONDS) },
})

/** With keys, the environment is not read: the pool has to be named. */
function pool(): CognitoAuthOptions {
  if (typeof COGNITO_JWKS === 'undefined') return {}
  return { userPoolId: COGNITO_USER_POOL_ID, clientId: COGNITO_CLIENT_ID, jwks: COGNITO_JWKS }
}

/**
 * Fetches the keys and the revocations in the init phase. Whatever is missing afterwards is fetched for the first request
 * that needs it.
 */
export async function prepare(): Promise<void> {
  try {
    await authenticator.ready()
  } catch (error) {
    console.warn('Not ready yet:', error)
  }
}
