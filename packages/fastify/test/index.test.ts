import { createRequire } from 'node:module'
import * as core from '@cognito-auth/core'
import * as adapter from '@cognito-auth/fastify'
import { createTestUserPool } from '@cognito-auth/testing'
import Fastify, { type FastifyPluginAsync } from 'fastify'
import { expect, it, onTestFinished } from 'vitest'

it.each(Object.entries(core))('hands on %s of core unchanged', (name, value) => {
  expect(new Map<string, unknown>(Object.entries(adapter)).get(name)).toBe(value)
})

it('is a plugin as require() returns it, which protects the scope that registers it', async () => {
  const pool = await createTestUserPool()
  const required: unknown = createRequire(import.meta.url)('@cognito-auth/fastify')
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(required as FastifyPluginAsync<adapter.FastifyAuthOptions>, pool.options)
  app.get('/me', (request) => adapter.getPrincipal(request).userId)

  const headers = { authorization: pool.bearer({ sub: 'alice' }) }
  expect((await app.inject('/me')).statusCode).toBe(401)
  expect((await app.inject({ url: '/me', headers })).body).toBe('alice')
})
