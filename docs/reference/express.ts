/**
 * Middleware and guards for Express 4.18 or newer, and 5.
 *
 * @module @cognito-auth/express
 */
export * from '../../packages/express/src/index.ts'
