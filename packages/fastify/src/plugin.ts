import { type CognitoAuthOptions, ConfigurationError } from '@cognito-auth/core'
import {
  authenticate,
  authenticationOf,
  authorizationOf,
  invalidOption,
  type SharedAuthenticatorOptions,
} from '@cognito-auth/core/adapter'
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { refuse } from './refuse.ts'
import { admit, openSession, type RouteMode, sessionOf, slot } from './request.ts'

/** Options of the plugin: those of an authenticator, or an authenticator made elsewhere. */
export type FastifyAuthOptions = (CognitoAuthOptions | SharedAuthenticatorOptions) & {
  /**
   * Whether a route needs a token if its `config.cognito` does not say. Default: `'required'`, so that a route which is
   * forgotten is a route that is closed.
   */
  routes?: RouteMode | undefined
}

/**
 * Authenticates the requests of the scope that it is registered in, and of the scopes inside. The principal is
 * `request.cognito`, the authenticator `app.cognito`.
 *
 * ```ts
 * app.register(cognitoAuth)
 * ```
 *
 * It fails with `ConfigurationError` for the first mistake in the options or in the environment.
 */
export const cognitoAuth: FastifyPluginAsync<FastifyAuthOptions> = fp(plugin, {
  name: '@cognito-auth/fastify',
  fastify: '5.x',
})

// Async, because Fastify does not catch what a plugin with a callback throws.
async function plugin(app: FastifyInstance, options: FastifyAuthOptions): Promise<void> {
  const ownOptions = withoutRegisterOptions(options)
  const gate = authenticationOf(ownOptions, ['routes'], app.log)
  const { routes = 'required' } = ownOptions
  if (!isRouteMode(routes)) {
    throw invalidOption({ option: 'routes', value: routes }, "'required', 'optional' or false")
  }
  if (app.hasRequestDecorator('cognito')) throw registeredTwice()
  const modeOf = routeModes(routes)

  app.decorate('cognito', gate.authenticator)
  app.decorateRequest('cognito', null)
  app.decorateRequest(slot, null)

  // The earliest hook: nobody who is refused gets a body read.
  app.addHook('onRequest', function authenticateRequest(request, reply, next) {
    const mode = modeOf(request)
    if (mode === false) return next()
    // A scope that was registered in before the scope around it.
    if (sessionOf(request)) return next(registeredTwice())

    const session = openSession(request, gate)
    const credentials = authorizationOf(request.headers.authorization, request.raw.rawHeaders)
    authenticate(gate.attempt, credentials, mode === 'optional', {
      pass(principal) {
        admit(request, session, principal)
        next()
      },
      refuse: (error) => refuse(error, request, reply, next),
      fail: next,
    })
  })

  app.addHook('onListen', function fetchKeys(next) {
    gate.authenticator.ready().catch((error: unknown) => {
      ;(gate.logger ?? app.log).warn({ err: error, reason: 'keys_unavailable' }, 'keys could not be fetched')
    })
    next()
  })
}

/** What Fastify lets through to a plugin beside the plugin's own options. */
interface RegisterOptions {
  readonly prefix?: unknown
  readonly logLevel?: unknown
  readonly logSerializers?: unknown
}

/** The plugin's own options, as they are unless Fastify's are among them. */
function withoutRegisterOptions(options: FastifyAuthOptions & RegisterOptions): FastifyAuthOptions {
  if (!('prefix' in options || 'logLevel' in options || 'logSerializers' in options)) return options

  const { prefix, logLevel: _level, logSerializers: _serializers, ...ownOptions } = options
  if (prefix === undefined) return ownOptions
  throw new ConfigurationError(
    'prefix',
    'cognitoAuth has no routes that a prefix could apply to. Register it inside of a plugin that has the prefix.',
  )
}

function registeredTwice(): ConfigurationError {
  return new ConfigurationError(
    'register',
    'cognitoAuth is registered in this scope, or in one around it, already. Register it once and tell routes apart by ' +
      'their config, or register it in scopes beside each other.',
  )
}

/** Reads the mode of a request's route. A value that is none counts as required, with one warning. */
function routeModes(byDefault: RouteMode): (request: FastifyRequest) => RouteMode {
  let isWarningDue = true
  return function modeOf(request) {
    const { config, url } = request.routeOptions
    const mode: unknown = config.cognito === undefined ? byDefault : config.cognito
    if (isRouteMode(mode)) return mode
    if (isWarningDue) {
      isWarningDue = false
      process.emitWarning(
        `config.cognito of the route ${url} is neither 'required', 'optional' nor false. The route needs a token.`,
        { type: 'CognitoAuthWarning', code: 'COGNITO_AUTH_ROUTE_CONFIG' },
      )
    }
    return 'required'
  }
}

function isRouteMode(value: unknown): value is RouteMode {
  return value === 'required' || value === 'optional' || value === false
}
