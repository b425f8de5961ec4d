/**
 * A user pool of your own, for tests and local runs.
 *
 * @module @cognito-auth/testing
 */
export * from '../../packages/testing/src/index.ts'
