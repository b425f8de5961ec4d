/**
 * OpenTelemetry metrics of the adapters and of core.
 *
 * @module @cognito-auth/opentelemetry
 */
export * from '../../packages/opentelemetry/src/index.ts'
