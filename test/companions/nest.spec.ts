import { createAuthenticator } from '@cognito-auth/core'
import { requireAuth, requireGroup } from '@cognito-auth/express'
import { cognitoAuth, getPrincipal } from '@cognito-auth/fastify'
import { createTestUserPool } from '@cognito-auth/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerOf, passes, realm, refusals } from './support/cases.ts'
import {
  createFilter,
  createGuard,
  type NestApp,
  stacks,
  startNest,
  verifyingGuard,
} from './support/nest-app.ts'

const pool = await createTestUserPool()
const options = { ...pool.options, realm }

describe.each(stacks)('$name', (stack) => {
  describe('with requireAuth() as middleware', () => {
    behavesAsPromised(() =>
      startNest(stack, {
        adminMiddleware: requireGroup('admin'),
        prepare: ({ app }) => app.use(requireAuth(options)),
      }),
    )
  })

  describe('with a global guard that verifies tokens, and a filter', () => {
    behavesAsPromised(() =>
      startNest(stack, {
        prepare({ app }) {
          const authenticator = createAuthenticator(options)
          app.useGlobalGuards(verifyingGuard(authenticator))
          app.useGlobalFilters(createFilter(stack.nest, app, authenticator))
        },
      }),
    )
  })

  describe('with a global guard that verifies tokens, and no filter', () => {
    const on = open(() =>
      startNest(stack, {
        prepare: ({ app }) => app.useGlobalGuards(verifyingGuard(createAuthenticator(options))),
      }),
    )

    it.each(refusals)('answers $title with its status and its message', async (refusal) => {
      const { path, authorization, answer, message } = refusal
      const reply = await on.app.send({ path, authorization: authorization(pool) })
      expect(reply.status).toBe(answer.status)
      expect(JSON.parse(reply.body)).toEqual({ statusCode: answer.status, message })
    })

    it.each(passes)('lets $title pass', async ({ path, authorization, answer }) => {
      const reply = await on.app.send({ path, authorization: authorization(pool) })
      expect(answerOf(reply)).toEqual(answer)
    })
  })

  describe('with a guard, no filter, and no keys', () => {
    const secret = 'the address of the proxy'
    const fetchKeys = (): Promise<Response> => Promise.reject(new Error(secret))
    const { userPoolId, clientId } = pool
    const on = open(() =>
      startNest(stack, {
        prepare: ({ app }) =>
          app.useGlobalGuards(
            verifyingGuard(createAuthenticator({ userPoolId, clientId, keys: { fetch: fetchKeys } })),
          ),
      }),
    )

    it('answers 503, and keeps the cause to itself', async () => {
      const { status, body } = await on.app.send({ path: '/orders', authorization: pool.bearer() })
      expect(status).toBe(503)
      expect(body).toContain('Tokens cannot be verified at the moment')
      expect(body).not.toContain(secret)
    })
  })
})

describe.each(stacks.filter(({ platform }) => platform === 'Fastify'))('$name', (stack) => {
  const adminGuard = createGuard((_raw, request) => getPrincipal(request))

  describe('with the plugin and a filter', () => {
    behavesAsPromised(() =>
      startNest(stack, {
        async prepare({ app, fastify }) {
          await fastify.register(cognitoAuth, options)
          app.useGlobalGuards(adminGuard)
          app.useGlobalFilters(createFilter(stack.nest, app, fastify.cognito))
        },
      }),
    )
  })

  describe('with the plugin and no filter', () => {
    const on = open(() =>
      startNest(stack, {
        prepare: ({ fastify }) => fastify.register(cognitoAuth, options),
      }),
    )
    const unauthenticated = refusals.filter(({ path }) => path === '/orders')

    it.each(unauthenticated)('answers $title with status, challenge and message', async (refusal) => {
      const { path, authorization, answer, message } = refusal
      const reply = await on.app.send({ path, authorization: authorization(pool) })
      // Nest writes bodies of its own, which have no code.
      expect(answerOf(reply)).toEqual({ ...answer, code: undefined })
      expect(JSON.parse(reply.body)).toEqual({ statusCode: answer.status, message })
      // Nest 11 logs every error that is not one of its own.
      expect(on.app.takeErrors()).toHaveLength(stack.version === 11 ? 1 : 0)
    })
  })
})

/** Answers as the adapters do without Nest, and no line on the level `error`. */
function behavesAsPromised(start: () => Promise<NestApp>): void {
  const on = open(start)

  it.each([...refusals, ...passes])('answers $title', async ({ path, authorization, answer }) => {
    const reply = await on.app.send({ path, authorization: authorization(pool) })
    expect(answerOf(reply)).toEqual(answer)
    expect(on.app.takeErrors()).toEqual([])
  })
}

/** Starts an application before the tests of a `describe` block, and closes it after them. */
function open(start: () => Promise<NestApp>): { readonly app: NestApp } {
  let app: NestApp | undefined
  beforeAll(async () => {
    app = await start()
  })
  afterAll(() => app?.close())
  return {
    get app() {
      if (app === undefined) throw new Error('The application has not started')
      return app
    },
  }
}
