import { own } from '@cognito-auth/core/adapter'
import type { FastifyRequest } from 'fastify'
import type { RouteMode } from './request.ts'

/** Reads the mode of a route. An unknown value counts as `'required'`. */
export function readRouteMode(config: RouteConfig, byDefault: RouteMode): RouteMode {
  const configured = own(config, 'cognito')
  const mode = configured === undefined ? byDefault : configured
  return isRouteMode(mode) ? mode : 'required'
}

/**
 * Builds a function that reads the mode of a request's route. An unknown value counts as `'required'` and causes one
 * warning.
 */
export function createModeReader(byDefault: RouteMode): (request: FastifyRequest) => RouteMode {
  let isWarningDue = true
  return function readMode(request) {
    const { config, url } = request.routeOptions
    const configured: unknown = own(config, 'cognito')
    if (isWarningDue && configured !== undefined && !isRouteMode(configured)) {
      isWarningDue = false
      process.emitWarning(
        `config.cognito of the route ${url} is neither 'required', 'optional' nor false. The route requires a token.`,
        { type: 'CognitoAuthWarning', code: 'COGNITO_AUTH_ROUTE_CONFIG' },
      )
    }
    return readRouteMode(config, byDefault)
  }
}

export function isRouteMode(value: unknown): value is RouteMode {
  return value === 'required' || value === 'optional' || value === false
}

interface RouteConfig {
  readonly cognito?: unknown
}
