import { subscribe } from 'node:diagnostics_channel'
import { channels, getPrincipal, requireAuth } from '@cognito-auth/express'
import express from 'express'
import { expressjwt } from 'express-jwt'
import { auth } from 'express-oauth2-jwt-bearer'
import jwksRsa from 'jwks-rsa'
import { optionsOf, revocationsOf } from './our-options.js'
import { byHand, cognitoVerifier, joseVerify } from './verifiers.js'

/** @typedef {import('../tokens.js').Pool} Pool */

/**
 * @param {(pool: Pool) => { middleware?: express.RequestHandler, answer: (req: any) => object }} install
 * @returns {(pool: Pool) => Promise<number>}
 */
function server(install) {
  return function listen(pool) {
    const app = express()
    const { middleware, answer } = install(pool)
    if (middleware) app.use(middleware)
    app.get('/', (req, res) => {
      res.json(answer(req))
    })
    app.use(sendError)
    return new Promise((resolve) => {
      const listener = app.listen(0, '127.0.0.1', () => {
        resolve(/** @type {import('node:net').AddressInfo} */ (listener.address()).port)
      })
    })
  }
}

/**
 * What peers that pass their refusals on need: the page of Express would print each one's stack.
 *
 * @type {express.ErrorRequestHandler}
 */
function sendError(error, _req, res, _next) {
  res
    .status(error.status ?? 500)
    .set(error.headers ?? {})
    .json({ message: error.message })
}

/**
 * The middleware that everybody writes.
 *
 * @param {(token: string) => Promise<object> | object} verify
 */
function handWritten(verify) {
  return {
    async middleware(/** @type {any} */ req, /** @type {any} */ res, /** @type {() => void} */ next) {
      try {
        req.user = await byHand(req.headers.authorization, verify)
      } catch {
        res.status(401).json({ message: 'Unauthorized' })
        return
      }
      next()
    },
    answer: (/** @type {any} */ { user }) => ({ sub: user.sub }),
  }
}

/** @type {import('./verifiers.js').Contenders} */
export const expressContenders = {
  none: {
    title: 'no authentication',
    listen: server(() => ({ answer: () => ({ sub: '8c0a5d6e-0000-8000-a000-000000000000' }) })),
  },
  ours: {
    title: '@cognito-auth/express',
    listen: server((pool) => ({
      middleware: requireAuth(optionsOf(pool)),
      answer: (req) => ({ sub: getPrincipal(req).userId }),
    })),
  },
  'ours-revocations': {
    title: '@cognito-auth/express, with revocations',
    listen: server((pool) => ({
      middleware: requireAuth({ ...optionsOf(pool), revocations: revocationsOf(pool) }),
      answer: (req) => ({ sub: getPrincipal(req).userId }),
    })),
  },
  'ours-observed': {
    title: '@cognito-auth/express, with a subscriber',
    listen: server((pool) => {
      subscribe(channels.authenticate, () => undefined)
      return {
        middleware: requireAuth(optionsOf(pool)),
        answer: (req) => ({ sub: getPrincipal(req).userId }),
      }
    }),
  },
  'aws-jwt-verify': {
    title: 'aws-jwt-verify by hand',
    fetchesKeys: true,
    listen: server((pool) => {
      const verifier = cognitoVerifier(pool)
      return handWritten((token) => verifier.verify(token))
    }),
  },
  jose: {
    title: 'jose by hand',
    fetchesKeys: true,
    listen: server((pool) => handWritten(joseVerify(pool))),
  },
  'express-jwt': {
    title: 'express-jwt, jwks-rsa',
    fetchesKeys: true,
    listen: server(({ issuer, jwksUri }) => ({
      middleware: expressjwt({
        secret: /** @type {any} */ (jwksRsa.expressJwtSecret({ jwksUri, cache: true, rateLimit: true })),
        issuer,
        algorithms: ['RS256'],
      }),
      answer: (req) => ({ sub: req.auth.sub }),
    })),
  },
  'express-oauth2-jwt-bearer': {
    title: 'express-oauth2-jwt-bearer',
    fetchesKeys: true,
    listen: server(({ issuer, jwksUri }) => ({
      // It insists on an audience, which access tokens of Cognito do not have.
      middleware: auth({ issuer, jwksUri, audience: 'none', validators: { aud: false } }),
      answer: (req) => ({ sub: req.auth.payload.sub }),
    })),
  },
}
