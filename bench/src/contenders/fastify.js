import { subscribe } from 'node:diagnostics_channel'
import { channels, cognitoAuth, getPrincipal } from '@cognito-auth/fastify'
import fastifyJwt from '@fastify/jwt'
import { createVerifier } from 'fast-jwt'
import Fastify from 'fastify'
import fastifyAuth0Verify from 'fastify-auth0-verify'
import buildGetJwks from 'get-jwks'
import { optionsOf, revocationsOf } from './our-options.js'
import { byHand, cognitoVerifier, joseVerify, pemOf } from './verifiers.js'

/** @typedef {import('../tokens.js').Pool} Pool */
/** @typedef {import('fastify').FastifyInstance} App */

/**
 * @param {(app: App, pool: Pool) => ((request: any) => object)} install returns what the route answers with.
 * @returns {(pool: Pool) => Promise<number>}
 */
function server(install) {
  return async function listen(pool) {
    const app = Fastify()
    const answer = install(app, pool)
    app.get('/', async (request) => answer(request))
    await app.listen({ port: 0, host: '127.0.0.1' })
    return /** @type {import('node:net').AddressInfo} */ (app.server.address()).port
  }
}

/**
 * The hook that everybody writes.
 *
 * @param {App} app
 * @param {(token: string) => Promise<object> | object} verify
 */
function addHook(app, verify) {
  // oxlint-disable-next-line typescript/consistent-return -- a hook that returns the reply has answered
  app.addHook('onRequest', async (/** @type {any} */ request, reply) => {
    try {
      request.user = await byHand(request.headers.authorization, verify)
    } catch {
      return reply.code(401).send({ message: 'Unauthorized' })
    }
  })
  return subOfUser
}

const subOfUser = (/** @type {any} */ { user }) => ({ sub: user.sub })

/** @type {import('./verifiers.js').Contenders} */
export const fastifyContenders = {
  none: {
    title: 'no authentication',
    listen: server(() => () => ({ sub: '8c0a5d6e-0000-8000-a000-000000000000' })),
  },
  ours: {
    title: '@cognito-auth/fastify',
    listen: server((app, pool) => {
      app.register(cognitoAuth, optionsOf(pool))
      return (request) => ({ sub: getPrincipal(request).userId })
    }),
  },
  'ours-revocations': {
    title: '@cognito-auth/fastify, with revocations',
    listen: server((app, pool) => {
      app.register(cognitoAuth, { ...optionsOf(pool), revocations: revocationsOf(pool) })
      return (request) => ({ sub: getPrincipal(request).userId })
    }),
  },
  'ours-observed': {
    title: '@cognito-auth/fastify, with a subscriber',
    listen: server((app, pool) => {
      subscribe(channels.authenticate, () => undefined)
      app.register(cognitoAuth, optionsOf(pool))
      return (request) => ({ sub: getPrincipal(request).userId })
    }),
  },
  'aws-jwt-verify': {
    title: 'aws-jwt-verify by hand',
    fetchesKeys: true,
    listen: server((app, pool) => {
      const verifier = cognitoVerifier(pool)
      return addHook(app, (token) => verifier.verify(token))
    }),
  },
  jose: {
    title: 'jose by hand',
    fetchesKeys: true,
    listen: server((app, pool) => addHook(app, joseVerify(pool))),
  },
  'fast-jwt': {
    title: 'fast-jwt by hand, get-jwks, cache',
    fetchesKeys: true,
    listen: server((app, { issuer, jwksUri }) => {
      const domain = new URL('..', jwksUri).href
      const getJwks = buildGetJwks()
      const verify = createVerifier({
        key: ({ header: { kid, alg } }) => getJwks.getPublicKey({ kid, alg, domain }),
        algorithms: ['RS256'],
        allowedIss: issuer,
        cache: true,
      })
      return addHook(app, verify)
    }),
  },
  'fastify-jwt': {
    title: '@fastify/jwt, get-jwks',
    fetchesKeys: true,
    listen: server((app, { issuer, jwksUri }) => {
      const domain = new URL('..', jwksUri).href
      const getJwks = buildGetJwks()
      app.register(fastifyJwt, {
        decode: { complete: true },
        secret: (_request, { header: { kid, alg } }) => getJwks.getPublicKey({ kid, alg, domain }),
        verify: { algorithms: ['RS256'], allowedIss: issuer },
      })
      app.addHook('onRequest', (request) => request.jwtVerify())
      return subOfUser
    }),
  },
  'fastify-jwt-static': {
    title: '@fastify/jwt, static key, cache',
    listen: server((app, pool) => {
      app.register(fastifyJwt, {
        secret: { public: pemOf(pool) },
        verify: { algorithms: ['RS256'], allowedIss: pool.issuer, cache: true },
      })
      app.addHook('onRequest', (request) => request.jwtVerify())
      return subOfUser
    }),
  },
  'fastify-auth0-verify': {
    title: 'fastify-auth0-verify',
    fetchesKeys: true,
    listen: server((app, { issuer, jwksUri }) => {
      app.register(fastifyAuth0Verify, { domain: new URL('..', jwksUri).href, issuer })
      app.addHook('onRequest', (request) => app.authenticate(request))
      return subOfUser
    }),
  },
}
