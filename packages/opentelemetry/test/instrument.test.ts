import { AsyncLocalStorage } from 'node:async_hooks'
import { channel } from 'node:diagnostics_channel'
import { channels, createAuthenticator, type CognitoAuthOptions } from '@cognito-auth/core'
import { instrument, type InstrumentOptions } from '@cognito-auth/opentelemetry'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import { type Context, context, metrics, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createTestMeter } from './support/meter.ts'

let pool: TestUserPool
beforeAll(async () => {
  pool = await createTestUserPool()
})

function setUp(options: InstrumentOptions = {}) {
  const meter = createTestMeter()
  const { stop } = instrument({ meterProvider: meter.meterProvider, ...options })
  onTestFinished(stop)
  return { ...meter, stop }
}

function authenticatorWith(options: CognitoAuthOptions = {}) {
  return createAuthenticator({ ...pool.options, ...options })
}

const hasSubscribers = () => Object.values(channels).map((name) => channel(name).hasSubscribers)

describe('instrument', () => {
  it('counts all authenticators of the process', async () => {
    const { pointsOf } = setUp()
    const other = await createTestUserPool({ userPoolId: 'eu-west-1_EXAMPLE2' })
    await authenticatorWith().verify(pool.accessToken())
    await createAuthenticator(other.options).verify(other.accessToken())
    await expect(createAuthenticator(other.options).verify(pool.accessToken())).rejects.toMatchObject({
      reason: 'issuer',
    })
    const points = await pointsOf('cognito_auth.authenticate.duration')
    const counts = points.map(({ attributes, value }) => [
      attributes['cognito_auth.user_pool.id'],
      attributes['error.type'],
      Object(value).count,
    ])
    expect(counts).toEqual([
      [pool.userPoolId, undefined, 1],
      ['eu-west-1_EXAMPLE2', undefined, 1],
      [undefined, 'issuer', 1],
    ])
  })

  it('uses the global meter provider by default', async () => {
    const { meterProvider, pointsOf } = createTestMeter()
    metrics.setGlobalMeterProvider(meterProvider)
    onTestFinished(() => metrics.disable())
    const { stop } = instrument()
    onTestFinished(stop)
    await authenticatorWith().verify(pool.accessToken())
    expect(await pointsOf('cognito_auth.authenticate.duration')).toHaveLength(1)
  })

  it('works without an SDK', async () => {
    const { stop } = instrument()
    onTestFinished(stop)
    expect(await authenticatorWith().verify(pool.accessToken())).toMatchObject({ kind: 'user' })
  })

  it('leaves nothing behind when it is stopped, once or twice', async () => {
    expect(hasSubscribers()).toEqual([false, false, false, false])
    const { stop, read } = setUp({ recordUserId: true })
    expect(hasSubscribers()).toEqual([true, true, true, true])
    stop()
    stop()
    expect(hasSubscribers()).toEqual([false, false, false, false])
    await authenticatorWith().verify(pool.accessToken())
    expect(await read()).toEqual([])
  })

  it('leaves another call alone when it is stopped', async () => {
    const one = setUp()
    const two = setUp()
    one.stop()
    await authenticatorWith().verify(pool.accessToken())
    expect(await one.pointsOf('cognito_auth.authenticate.duration')).toEqual([])
    expect(await two.pointsOf('cognito_auth.authenticate.duration')).toHaveLength(1)
  })
})

/** Keeps the context across promises, and runs something with an active span that notes its attributes. */
function useSpan() {
  const storage = new AsyncLocalStorage<Context>()
  context.setGlobalContextManager({
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, run, self, ...args) => storage.run(active, () => run.apply(self, args)),
    bind: (_, target) => target,
    enable() {
      return this
    },
    disable() {
      return this
    },
  })
  onTestFinished(() => context.disable())
  const setAttribute = vi.fn<Span['setAttribute']>()
  const span = Object.assign(trace.wrapSpanContext({ traceId: '1', spanId: '1', traceFlags: 1 }), {
    setAttribute,
  })
  return {
    attributes: setAttribute.mock.calls,
    inSpan: <Result>(run: () => Result) => context.with(trace.setSpan(ROOT_CONTEXT, span), run),
  }
}

describe('recordUserId', () => {
  it('writes the user id to the active span, for a verified token and for a cached one', async () => {
    setUp({ recordUserId: true })
    const { attributes, inSpan } = useSpan()
    const { verify } = authenticatorWith({ userIdClaim: 'username' })
    const token = pool.accessToken({ username: 'alice' })
    await inSpan(() => verify(token))
    await inSpan(() => verify(token))
    expect(attributes).toEqual([
      ['user.id', 'alice'],
      ['user.id', 'alice'],
    ])
  })

  it('writes nothing for a refused token', async () => {
    setUp({ recordUserId: true })
    const { attributes, inSpan } = useSpan()
    await inSpan(() =>
      authenticatorWith()
        .verify(pool.accessToken({ expiresInSeconds: -1 }))
        .catch(() => undefined),
    )
    expect(attributes).toEqual([])
  })

  it('needs no active span', async () => {
    setUp({ recordUserId: true })
    expect(await authenticatorWith().verify(pool.accessToken())).toMatchObject({ kind: 'user' })
  })

  it('is off by default', async () => {
    setUp()
    const { attributes, inSpan } = useSpan()
    await inSpan(() => authenticatorWith().verify(pool.accessToken()))
    expect(attributes).toEqual([])
  })
})
