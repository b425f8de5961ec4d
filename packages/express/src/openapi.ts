import type { Authenticator, AuthError, Decision, Principal } from '@cognito-auth/core'
import {
  type AdapterContext,
  createContext,
  createGuardRunner,
  invalidOption,
  runAuthentication,
} from '@cognito-auth/core/adapter'
import type { Request, Response } from 'express'
import { writeAnswer } from './refuse.ts'
import { lendRequestLogger, logFor } from './request-logger.ts'
import { createWarning, findSession, openSession, setPrincipal } from './request.ts'

/** The option `validateSecurity.handlers` of express-openapi-validator. */
export type SecurityHandlers = {
  /** Checks a requirement of the scheme `cognito`: the token and its scopes. */
  cognito: (req: Request, scopes: string[], scheme?: object) => Promise<boolean>
}

/**
 * Creates the security handlers for express-openapi-validator, which authenticate the operations that require the scheme
 * `cognito`, and check the scopes that they require. Use them in place of `requireAuth()`: guards and `getPrincipal()`
 * work behind them.
 *
 * ```ts
 * export const validateSecurity = { handlers: securityHandlers(createAuthenticator()) }
 * ```
 *
 * Refusals go to the error handlers of your application, and their challenge is on the response. Operations without
 * `security` are open.
 *
 * @throws ConfigurationError unless it is given an authenticator.
 */
export function securityHandlers(authenticator: Authenticator): SecurityHandlers {
  if (authenticator === undefined) {
    // createContext() would read the environment.
    throw invalidOption(
      { option: 'authenticator', value: authenticator },
      'what createAuthenticator() returns',
    )
  }
  const context = createContext('securityHandlers', { authenticator }, [])
  /** The alternatives of an operation are checked at the same time, but the request is authenticated once. */
  const authentications = new WeakMap<Request, Promise<void>>()

  return {
    async cognito(req, scopes) {
      const authentication = authentications.get(req) ?? authenticate(req, context)
      authentications.set(req, authentication)
      await authentication
      await checkScopes(req, scopes)
      return true
    },
  }
}

/**
 * Authenticates a request. Invalid credentials are refused at once, so that no alternative of the operation overrules that,
 * not even an anonymous one: the error goes to the application, and the promise stays pending, so that the validator does
 * not continue.
 */
function authenticate(req: Request, context: AdapterContext): Promise<void> {
  const session = openSession(req, context, undefined)
  lendRequestLogger(context, req)
  return new Promise((resolve, reject) => {
    // The function that Express passes to the validator, too. Other servers have none.
    const { next = reject } = req
    runAuthentication(context, req, true, {
      pass(principal) {
        setPrincipal(req, session, principal)
        resolve()
      },
      refuse(error) {
        logFor(req, error)
        if (req.res) writeAnswer(req.res, req, error)
        next(error)
      },
      fail: next,
    })
  })
}

const warn = createWarning('securityHandlers')

/** Rejects with a refusal, which the validator answers if no other alternative of the operation passes. */
function checkScopes(req: Request, scopes: readonly string[]): Promise<void> {
  function hasScopes(principal: Principal): Decision {
    const isAllowed = scopes.every((scope) => principal.scopes.includes(scope))
    return isAllowed ? { allowed: true } : { allowed: false, scope: scopes.join(' ') }
  }
  const runGuard = createGuardRunner('securityHandlers', hasScopes, warn)
  return new Promise((resolve, reject) => {
    runGuard(findSession(req), req, {
      pass: resolve,
      refuse(error) {
        if (req.res) completeAnswer(req.res, req, error)
        reject(error)
      },
      fail: reject,
    })
  })
}

/** Responses that may still turn out to be a refusal. */
const undecided = new WeakSet<Response>()

/**
 * Adds the challenge if the response turns out to be this refusal: the validator passes on its status, but not its
 * headers. If all alternatives are refused, the first refusal counts, as for the validator.
 */
function completeAnswer(res: Response, req: Request, error: AuthError): void {
  if (undecided.has(res)) return
  undecided.add(res)
  const { route }: { route?: unknown } = req
  res.writeHead = new Proxy(res.writeHead.bind(res), {
    apply(writeHead, _self, parameters: unknown[]) {
      // A request that another alternative let pass has reached a route since then.
      const isRefused = req.route === route && res.statusCode === error.statusCode
      if (isRefused && !res.hasHeader('WWW-Authenticate')) {
        logFor(req, error)
        writeAnswer(res, req, error)
      }
      return Reflect.apply(writeHead, res, parameters)
    },
  })
}
