/**
 * Authenticator, guards, errors and options, without a framework. The adapters export what their users need of it.
 *
 * @module @cognito-auth/core
 */
export * from '../../packages/core/src/index.ts'
