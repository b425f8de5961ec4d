import { ConfigurationError, isAuthError, type Logger } from '@cognito-auth/core'
import {
  type AdapterContext,
  type AdapterOptions,
  createContext,
  logSafely,
  invalidOption,
  own,
  runAuthentication,
} from '@cognito-auth/core/adapter'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import { createRouteDocumenter } from './openapi.ts'
import { applyRefusal, closeFailedUpgrade } from './refuse.ts'
import { findSession, openSession, type RouteMode, setPrincipal, slot } from './request.ts'
import { createModeReader, isRouteMode } from './route-mode.ts'
import { varyByCookie } from './vary-by-cookie.ts'

/** Options of the plugin: those of an authenticator, or an existing authenticator. */
export type FastifyAuthOptions = AdapterOptions & {
  /**
   * Whether routes without `config.cognito` need a token. Default: `'required'`, so that a route that you forget about
   * is protected.
   */
  routes?: RouteMode | undefined

  /**
   * Whether to write down what each route requires in its schema, for @fastify/swagger: `security`, and
   * `x-cognito-groups` with the names of groups. Default: `false`. It describes routes that are added after the plugin
   * was loaded, and changes nothing about what they require. All readers of the document see the names of groups.
   */
  openapi?: boolean | undefined
}

/**
 * Authenticates the requests of the scope in which it is registered, and of the scopes inside. Sets `request.cognito`
 * to the principal, and `app.cognito` to the authenticator.
 *
 * ```ts
 * app.register(cognitoAuth)
 * ```
 *
 * Registration fails with a `ConfigurationError` for the first mistake in the options or in the environment.
 */
export const cognitoAuth: FastifyPluginAsync<FastifyAuthOptions> = fp(plugin, {
  name: '@cognito-auth/fastify',
  fastify: '5.x',
})

// Async, because Fastify does not catch errors that a plugin with a callback throws.
async function plugin(app: FastifyInstance, options: FastifyAuthOptions): Promise<void> {
  const ownOptions = withoutRegisterOptions(options)
  const context = createContext('cognitoAuth', ownOptions, ['routes', 'openapi'], app.log)
  const configured = own(ownOptions, 'routes')
  const routes = configured === undefined ? 'required' : configured
  if (!isRouteMode(routes)) {
    throw invalidOption({ option: 'routes', value: routes }, "'required', 'optional' or false")
  }
  const openapi = own(ownOptions, 'openapi')
  if (openapi !== undefined && typeof openapi !== 'boolean') {
    throw invalidOption({ option: 'openapi', value: openapi }, 'true or false')
  }
  if (app.hasRequestDecorator(slot)) throw registeredTwice()
  if (app.hasRequestDecorator('cognito') || app.hasDecorator('cognito')) throw decoratorTaken()
  const readMode = createModeReader(routes)

  app.decorate('cognito', context.authenticator)
  app.decorateRequest('cognito', null)
  app.decorateRequest(slot, null)

  // The earliest hook, so that the body of a rejected request is never read.
  app.addHook('onRequest', function authenticateRequest(request, reply, next) {
    const mode = readMode(request)
    if (mode === false) return next()
    // The plugin was also registered in an outer scope, after it was registered in this one.
    if (findSession(request)) return next(registeredTwice())

    const session = openSession(request, context)
    runAuthentication(context, request.raw, mode === 'optional', {
      varyByCookie: (isCookie) => varyByCookie(reply, isCookie),
      pass(principal) {
        setPrincipal(request, session, principal)
        next()
      },
      refuse: next,
      fail: next,
    })
  })

  app.addHook('onError', function answerRefusal(request, reply, error, next) {
    closeFailedUpgrade(request, reply)
    if (isAuthError(error)) applyRefusal(error, request, reply)
    next()
  })

  if (openapi) app.addHook('onRoute', createRouteDocumenter(routes))

  app.addHook('onListen', function startFetchingKeys(next) {
    void fetchKeys(context, app.log)
    next()
  })
}

async function fetchKeys({ authenticator, logger }: AdapterContext, appLogger: Logger): Promise<void> {
  try {
    await authenticator.ready()
  } catch (error) {
    const fields = { err: error, reason: 'keys_unavailable' }
    logSafely(logger ?? appLogger, 'warn', fields, 'keys could not be fetched')
  }
}

/** Options of `register` that Fastify passes on to plugins. */
interface RegisterOptions {
  readonly prefix?: unknown
  readonly logLevel?: unknown
  readonly logSerializers?: unknown
}

function withoutRegisterOptions(options: FastifyAuthOptions & RegisterOptions): FastifyAuthOptions {
  if (!('prefix' in options || 'logLevel' in options || 'logSerializers' in options)) return options

  const { prefix: _prefix, logLevel: _level, logSerializers: _serializers, ...ownOptions } = options
  if (own(options, 'prefix') === undefined) return ownOptions
  throw new ConfigurationError(
    'prefix',
    'cognitoAuth has no routes to prefix. Register it inside a plugin that has the prefix.',
  )
}

function registeredTwice(): ConfigurationError {
  return new ConfigurationError(
    'register',
    'cognitoAuth is already registered in this scope or in one around it. Register it once and use the config of the ' +
      'routes, or register it in sibling scopes.',
  )
}

function decoratorTaken(): ConfigurationError {
  return new ConfigurationError(
    'register',
    'Another plugin, or another copy of @cognito-auth/fastify, has already decorated this scope with `cognito`. Register ' +
      'that plugin in a scope of its own, or install the package only once.',
  )
}
