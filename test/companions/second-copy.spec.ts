import { once } from 'node:events'
import * as express from '@cognito-auth/express'
import * as fastify from '@cognito-auth/fastify'
import { createTestUserPool } from '@cognito-auth/testing'
import createExpressApp, { type ErrorRequestHandler } from 'express'
import Fastify from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { start } from '../support/http.ts'
import { loadSecondCopy } from './support/second-copy.ts'

const pool = await createTestUserPool()

describe.each([
  ['its own core', ['@cognito-auth/core']],
  ['the same core', []],
])('A second copy of an adapter, with %s', (_what, core) => {
  const loadExpress = () =>
    loadSecondCopy<typeof express>('@cognito-auth/express', ['@cognito-auth/express', ...core])
  const loadFastify = () =>
    loadSecondCopy<typeof fastify>('@cognito-auth/fastify', ['@cognito-auth/fastify', ...core])

  it('refuses on Express what the first copy authenticated, and says why', async () => {
    const copy = await loadExpress()
    expect(copy.requireGroup).not.toBe(express.requireGroup)
    const app = createExpressApp()
    app.use(express.requireAuth(pool.options), copy.requireGroup('admin'))
    const api = await start(app)
    onTestFinished(() => api.close())

    const warned = nextWarning()
    const { status, body } = await api.send({ authorization: pool.bearer({ groups: ['admin'] }) })
    expect(status).toBe(401)
    expect(JSON.parse(body)).toMatchObject({ code: 'credentials_missing' })
    expect(await warned).toMatch(
      /^requireGroup\(\) refused a request .* Another copy of @cognito-auth\/express authenticated the request/,
    )
  })

  it('refuses on Fastify what the first copy authenticated, and says why', async () => {
    const copy = await loadFastify()
    expect(copy.requireGroup).not.toBe(fastify.requireGroup)
    const app = Fastify()
    onTestFinished(() => app.close())
    await app.register(fastify.cognitoAuth, pool.options)
    app.get('/', { onRequest: copy.requireGroup('admin') }, () => ({}))

    const warned = nextWarning()
    const headers = { authorization: pool.bearer({ groups: ['admin'] }) }
    const { statusCode, body } = await app.inject({ url: '/', headers })
    expect(statusCode).toBe(401)
    expect(JSON.parse(body)).toMatchObject({ code: 'credentials_missing' })
    expect(await warned).toMatch(
      /^requireGroup\(\) refused a request .* Another copy of @cognito-auth\/fastify authenticated the request/,
    )
  })

  it('cannot be registered on Fastify in addition to the first, and the error says so', async () => {
    const copy = await loadFastify()
    const app = Fastify()
    onTestFinished(() => app.close())
    await app.register(fastify.cognitoAuth, pool.options)
    await expect(async () => app.register(copy.cognitoAuth, pool.options)).rejects.toThrow(
      'another copy of @cognito-auth/fastify',
    )
  })

  it('throws errors that the first copy knows and answers', async () => {
    const copy = await loadExpress()
    const authenticator = copy.createAuthenticator(pool.options)
    const app = createExpressApp()
    app.use(async (req) => {
      await authenticator.authenticate(req.headersDistinct.authorization)
    })
    app.use(((error, _req, res, next) => {
      if (express.isAuthError(error)) express.sendAuthError(res, error)
      else next(error)
    }) satisfies ErrorRequestHandler)
    const api = await start(app)
    onTestFinished(() => api.close())

    const { status, headers, body } = await api.send({ authorization: pool.bearer({ expiresInSeconds: -1 }) })
    expect(status).toBe(401)
    expect(headers['www-authenticate']).toBe('Bearer realm="api", error="invalid_token"')
    expect(JSON.parse(body)).toMatchObject({ code: 'token_expired' })
  })

  it('shows the principal of the copy that authenticated last as req.cognito', async () => {
    const copy = await loadExpress()
    const app = createExpressApp()
    app.use(express.requireAuth(pool.options), copy.optionalAuth(pool.options), (req, res) => {
      res.json([req.cognito?.userId, copy.getPrincipal(req).userId, express.getPrincipal(req).userId])
    })
    const api = await start(app)
    onTestFinished(() => api.close())
    const { body } = await api.send({ authorization: pool.bearer({ sub: 'alice' }) })
    expect(JSON.parse(body)).toEqual(['alice', 'alice', 'alice'])
  })
})

async function nextWarning(): Promise<string> {
  const [warning] = (await once(process, 'warning', { signal: AbortSignal.timeout(5000) })) as [Error]
  return warning.message
}
