/**
 * Plugin and guards for Fastify 5.
 *
 * @module @cognito-auth/fastify
 */
export * from '../../packages/fastify/src/index.ts'
