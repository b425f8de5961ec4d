import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import { type Instance, startInstance } from './instance.ts'
import { startRedis } from './redis-server.ts'

/** Four instances of an API, and the user pool whose tokens they accept. */
export interface Fleet {
  readonly pool: TestUserPool
  readonly instances: readonly Instance[]
}

const files = {
  'Express 1': 'express-instance.js',
  'Express 2': 'express-instance.js',
  'Fastify 1': 'fastify-instance.js',
  'Fastify 2': 'fastify-instance.js',
} as const

export type InstanceName = keyof typeof files

/** Nothing runs longer than this, whatever happens. */
const timeoutMs = 60_000

/** Starts a Redis, a JWKS endpoint and four instances, and stops them when `use` has ended, or on Ctrl-C. */
export async function withFleet<Result>(use: (fleet: Fleet) => Promise<Result>): Promise<Result> {
  const stops: (() => Promise<void>)[] = []
  const interrupted = new AbortController()
  function stopLater(stop: () => Promise<void>): void {
    stops.push(stop)
    interrupted.signal.throwIfAborted()
  }
  async function stopAll(): Promise<void> {
    for (const stop of stops.splice(0).toReversed()) await stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      interrupted.abort(new Error(`it got ${signal}`))
      void stopAll()
    })
  }

  try {
    const redis = await startRedis(timeoutMs)
    stopLater(redis.stop)
    const pool = await createTestUserPool()
    const keys = await pool.listen()
    stopLater(keys.close)

    const variables = {
      COGNITO_USER_POOL_ID: pool.userPoolId,
      COGNITO_CLIENT_ID: pool.clientId,
      COGNITO_JWKS_URI: keys.jwksUri,
      REDIS_URL: redis.url,
    }
    const instances: Instance[] = []
    for (const [name, file] of Object.entries(files)) {
      const { listening, stop } = startInstance(name, file, variables, timeoutMs)
      stopLater(stop)
      instances.push(await listening)
    }
    return await use({ pool, instances })
  } finally {
    await stopAll()
  }
}
