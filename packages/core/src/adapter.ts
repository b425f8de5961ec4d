/**
 * What the adapters for Express and Fastify share. Not for applications: it changes without notice.
 *
 * @module
 */
export { authenticationOf } from './adapter/adapter-options.ts'
export { unauthenticatedGuardWarning } from './adapter/guard-warning.ts'
export { authenticate } from './adapter/run-authentication.ts'
export { decide } from './adapter/run-check.ts'
export { authorizationOf } from './authenticate/bearer.ts'
export { guardOf } from './guards/guards.ts'
export { asError } from './lib/as-error.ts'
export { answerTo } from './refusal/answer.ts'
export { logRefusal } from './refusal/log.ts'
export { invalidOption } from './settings/invalid-option.ts'
export { isLogger } from './settings/logger.ts'

export type { Authentication, SharedAuthenticatorOptions } from './adapter/adapter-options.ts'
export type { Handlers } from './adapter/run-authentication.ts'
export type { Check } from './adapter/run-check.ts'
export type { GuardName } from './guards/guards.ts'
