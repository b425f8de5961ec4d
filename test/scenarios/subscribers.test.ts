import { channels, type CognitoAuthOptions } from '@cognito-auth/core'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import { afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { frameworks, type SetUp } from '../conformance/frameworks.ts'
import { messagesOf, subscribeForTest } from '../support/messages.ts'

let pool: TestUserPool
beforeAll(async () => {
  pool = await createTestUserPool()
})
afterEach(() => {
  vi.restoreAllMocks()
})

describe.each(frameworks)('$name', ({ build }) => {
  /** Starts an API with a guard. Returns a function that sends it a request. */
  async function start(options: CognitoAuthOptions, authentication: SetUp['authentication'] = 'required') {
    const api = await build(
      { options, authentication, guard: (guards) => guards.requireGroup('admin') },
      false,
    )
    onTestFinished(() => api.close())
    return (authorization?: string) => api.send({ path: '/resource', authorization })
  }

  it.each(['throws', 'rejects'])('answers as always when a subscriber of each channel %s', async (how) => {
    vi.spyOn(process, 'emitWarning').mockReturnValue()
    const uncaught = vi.fn<(error: unknown) => void>()
    process.on('uncaughtException', uncaught).on('unhandledRejection', uncaught)
    onTestFinished(() => {
      process.off('uncaughtException', uncaught).off('unhandledRejection', uncaught)
    })
    for (const channel of Object.values(channels)) {
      subscribeForTest(channel, () => {
        if (how === 'rejects') return Promise.reject(new Error('a fault of the subscriber'))
        throw new Error('a fault of the subscriber')
      })
    }
    const keys = await pool.listen()
    onTestFinished(() => keys.close())
    const send = await start(keys.options)
    const admin = pool.bearer({ groups: ['admin'] })
    const statuses: number[] = []
    for (const authorization of [admin, admin, pool.bearer(), undefined, 'Bearer abc', 'Bearer a b'])
      statuses.push((await send(authorization)).status)
    expect(statuses).toEqual([200, 200, 403, 401, 401, 400])
    expect(uncaught).not.toHaveBeenCalled()
  })

  it('publishes the authentication and the decision about a request', async () => {
    const send = await start(pool.options)
    const authentications = messagesOf(channels.authenticate)
    const decisions = messagesOf(channels.authorize)
    await send(pool.bearer({ groups: ['admin'] }))
    await send(pool.bearer())
    await send()
    const { userPoolId } = pool
    expect(authentications).toMatchObject([
      { result: 'success', tokenUse: 'access', userPoolId, cached: false },
      { result: 'success', tokenUse: 'access', userPoolId, cached: false },
      { result: 'none', reason: 'no_credentials', cached: false },
    ])
    expect(decisions).toEqual([
      { allowed: true, userPoolId },
      { allowed: false, reason: 'guard', userPoolId },
    ])
  })

  it('publishes no reason for the authentication of an anonymous request, and one for the guard', async () => {
    const send = await start(pool.options, 'optional')
    const authentications = messagesOf(channels.authenticate)
    const decisions = messagesOf(channels.authorize)
    await send()
    expect(authentications).toStrictEqual([{ result: 'none', cached: false, durationMs: expect.any(Number) }])
    expect(decisions).toEqual([{ allowed: false, reason: 'no_credentials' }])
  })
})
