/**
 * What our packages share, above all the adapters for Express and Fastify. Not for applications: it changes without
 * notice.
 *
 * @module
 */
export { createContext } from './adapter/adapter-context.ts'
export { cacheHeaders } from './adapter/cache-headers.ts'
export { prepareWarnings } from './adapter/missing-authentication.ts'
export { runAuthentication } from './adapter/run-authentication.ts'
export { createGuardRunner } from './adapter/run-guard.ts'
export { getSessionPrincipal } from './adapter/session.ts'
export { accessAuthenticator } from './authenticate/adapter-access.ts'
export { findUserId } from './authenticate/observe-authentication.ts'
export { EventChannel } from './events/event-channel.ts'
export { requireEach, withSecurity } from './guards/security.ts'
export { own } from './lib/own-property.ts'
export { asError } from './lib/as-error.ts'
export { defaultAnswers } from './refusal/answer.ts'
export { logRefusal, logSafely } from './refusal/log.ts'
export { buildMetadata } from './resources/metadata.ts'
export { isLogger } from './settings/logger.ts'
export { invalidOption } from './settings/invalid-option.ts'
export { checkObject } from './settings/read-options.ts'
export { errorSchemaName, schemeName } from './openapi/components.ts'

export type { AdapterContext, AdapterOptions, SharedAuthenticatorOptions } from './adapter/adapter-context.ts'
export type { WarnMissingAuthentication } from './adapter/missing-authentication.ts'
export type { Check } from './adapter/run-guard.ts'
export type { MetadataResponses } from './resources/metadata.ts'
export type { Session } from './adapter/session.ts'
