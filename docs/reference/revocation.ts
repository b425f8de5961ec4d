/**
 * Sign-out that takes effect on every instance of an API.
 *
 * @module @cognito-auth/revocation
 */
export * from '../../packages/revocation/src/index.ts'
