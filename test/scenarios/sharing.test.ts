import { createAuthenticator, optionalAuth, requireAuth, requireGroup } from '@cognito-auth/express'
import { createTestUserPool } from '@cognito-auth/testing'
import express from 'express'
import { describe, expect, it } from 'vitest'
import { expressStage, fastifyStage, fetches, freezeClock, keyServer, serve, times } from './stage.ts'
import { createKey, forge } from './tokens.ts'

const pool = await createTestUserPool()
const { userPoolId, clientId } = pool

freezeClock()

describe('one authenticator', () => {
  it('has one set of keys for everything that it is mounted in', async () => {
    const server = await keyServer(pool.jwks)
    const authenticator = createAuthenticator({ userPoolId, clientId, jwksUri: server.uri })
    const app = express()
    app.use(optionalAuth({ authenticator }))
    app.use(requireAuth({ authenticator, onRefused: (_error, _req, res) => res.json({}) }))
    app.get('/', requireAuth({ authenticator }), requireGroup('readers'), (_req, res) => {
      res.json({})
    })
    const apis = [
      await serve(app),
      await expressStage({ authenticator }),
      await expressStage({ authenticator }),
      await fastifyStage({ authenticator }),
    ]

    const tokens = times(25, () => pool.accessToken({ groups: ['readers'] }))
    const answers = await Promise.all([
      ...apis.map((api) => api.tally(tokens)),
      authenticator.ready(),
      authenticator.verify(pool.accessToken()),
    ])
    expect(answers.slice(0, 4)).toEqual(times(4, () => ({ 200: 25 })))
    expect(await fetches(server)).toBe(1)
  })

  it('has one cool-down for everything that it is mounted in', async () => {
    const server = await keyServer(pool.jwks)
    const authenticator = createAuthenticator({ userPoolId, clientId, jwksUri: server.uri })
    const [one, other] = [await expressStage({ authenticator }), await fastifyStage({ authenticator })]
    await one.get(pool.accessToken())

    const floods = [one, other].map((api) => api.tally(times(50, () => forge(pool.accessToken()))))
    expect(await Promise.all(floods)).toEqual(times(2, () => ({ '401 token_invalid': 50 })))
    expect(await fetches(server)).toBe(2)
  })
})

describe('two authenticators', () => {
  it('share nothing, although their options are the same', async () => {
    const server = await keyServer(pool.jwks)
    const options = { userPoolId, clientId, jwksUri: server.uri }
    const [one, other] = [await expressStage(options), await expressStage(options)]
    const token = pool.accessToken()

    expect(await one.get(token)).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(1)
    expect(await other.get(token)).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(2)

    // A refresh of the one is none of the other: the key is withdrawn here, and there not yet.
    const newKey = await createKey('new')
    server.respond({ body: { keys: [newKey.jwk] } })
    expect(await one.get(newKey.resign(token))).toMatchObject({ status: 200 })
    expect(await fetches(server)).toBe(3)
    expect(await one.get(token)).toMatchObject({ status: 401 })
    expect(await other.get(token)).toMatchObject({ status: 200 })

    // Nor is a cool-down.
    expect(await other.get(newKey.resign(token))).toMatchObject({ status: 200 })
    expect(await other.get(token)).toMatchObject({ status: 401 })
    expect(await fetches(server)).toBe(4)
  })

  it('do not share an outage', async () => {
    const server = await keyServer(pool.jwks)
    server.respond((hit) => ({ status: hit === 1 ? 500 : 200 }))
    const options = { userPoolId, clientId, jwksUri: server.uri }
    const [one, other] = [await expressStage(options), await expressStage(options)]
    const token = pool.accessToken()

    expect(await one.get(token)).toMatchObject({ status: 503 })
    expect(await other.get(token)).toMatchObject({ status: 200 })
    expect(await one.get(token)).toMatchObject({ status: 503 })
    expect(await fetches(server)).toBe(2)
  })

  it('judge by their own options', async () => {
    const server = await keyServer(pool.jwks)
    const jwksUri = server.uri
    const app = express()
    app.use(requireAuth({ userPoolId, clientId: [clientId, 'second'], jwksUri }))
    app.get('/', requireAuth({ userPoolId, clientId, jwksUri }), (_req, res) => {
      res.json({})
    })
    const api = await serve(app)

    expect(await api.get(pool.accessToken())).toMatchObject({ status: 200 })
    expect(await api.get(pool.accessToken({ clientId: 'second' }))).toMatchObject({ status: 401 })
    expect(await fetches(server)).toBe(2)
  })
})
