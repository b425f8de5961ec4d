import { authorize, cognitoAuth, requireGroup } from '@cognito-auth/fastify'
import { createTestUserPool } from '@cognito-auth/testing'
import fastifyAuth from '@fastify/auth'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { answerOf, realm } from './support/cases.ts'
import { createLines } from './support/lines.ts'

const pool = await createTestUserPool()
const user = pool.bearer()
const admin = pool.bearer({ groups: ['admin'] })
const unauthenticated = {
  status: 401,
  code: 'credentials_missing',
  challenge: `Bearer realm="${realm}"`,
  cacheControl: 'no-store',
}
const forbidden = {
  status: 403,
  code: 'forbidden',
  challenge: `Bearer realm="${realm}", error="insufficient_scope"`,
  cacheControl: 'no-store',
}

/** A check of the application: the request has the secret of a link. */
function hasLink(request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void {
  const isValid = request.url.endsWith('?link=secret')
  done(isValid ? undefined : Object.assign(new Error('No link'), { statusCode: 403, code: 'NO_LINK' }))
}

describe('Guards in app.auth() of @fastify/auth', () => {
  const lines = createLines()
  let app: FastifyInstance

  beforeAll(async () => {
    app = Fastify({ logger: { stream: lines.stream } })
    await app.register(fastifyAuth)
    await app.register(cognitoAuth, { ...pool.options, realm, routes: 'optional' })
    const isSignedIn = authorize(() => true)
    const isAdmin = requireGroup('admin')
    const routes = {
      '/guard-or-check': app.auth([isAdmin, hasLink]),
      '/check-or-guard': app.auth([hasLink, isAdmin]),
      '/guard-or-check-run-all': app.auth([isAdmin, hasLink], { run: 'all' }),
      '/guard-and-check': app.auth([isAdmin, hasLink], { relation: 'and' }),
      '/both-or-guard': app.auth([[isSignedIn, hasLink], isAdmin]),
    }
    for (const [url, onRequest] of Object.entries(routes)) app.get(url, { onRequest }, () => ({}))
  })

  afterAll(() => app.close())

  beforeEach(() => lines.clear())

  async function send(url: string, authorization: string | undefined) {
    const {
      statusCode: status,
      headers,
      body,
    } = await app.inject({
      url,
      headers: authorization === undefined ? {} : { authorization },
    })
    return answerOf({ status, headers, body })
  }

  it.each([
    ['/guard-or-check?link=secret', 'an anonymous client', undefined],
    ['/guard-or-check?link=secret', 'a user', user],
    ['/guard-or-check', 'an admin', admin],
    ['/check-or-guard?link=secret', 'an anonymous client', undefined],
    ['/check-or-guard', 'an admin', admin],
    ['/guard-or-check-run-all?link=secret', 'a user', user],
    ['/guard-or-check-run-all', 'an admin', admin],
    ['/guard-and-check?link=secret', 'an admin', admin],
    ['/both-or-guard?link=secret', 'a user', user],
    ['/both-or-guard', 'an admin', admin],
  ])('leave no trace at %s, which lets %s pass', async (url, _who, authorization) => {
    expect(await send(url, authorization)).toEqual({ status: 200 })
    expect(lines.with('request refused')).toEqual([])
  })

  it.each([
    ['/check-or-guard', 'an anonymous client', undefined, unauthenticated],
    ['/check-or-guard', 'a user', user, forbidden],
    ['/guard-and-check?link=secret', 'an anonymous client', undefined, unauthenticated],
    ['/guard-and-check', 'a user', user, forbidden],
    ['/both-or-guard?link=secret', 'an anonymous client', undefined, unauthenticated],
    ['/both-or-guard', 'a user', user, forbidden],
  ])('answer at %s, which they refuse to %s, and log it once', async (url, _who, authorization, answer) => {
    expect(await send(url, authorization)).toEqual(answer)
    expect(lines.with('request refused')).toEqual([expect.objectContaining({ code: answer.code })])
  })

  it.each([
    ['/guard-or-check', 'an anonymous client', undefined],
    ['/guard-or-check', 'a user', user],
    ['/guard-and-check', 'an admin', admin],
  ])('leave the answer at %s to the check that has the last word on %s', async (url, _who, authorization) => {
    expect(await send(url, authorization)).toEqual({ status: 403, code: 'NO_LINK' })
    expect(lines.with('request refused')).toEqual([])
  })
})
