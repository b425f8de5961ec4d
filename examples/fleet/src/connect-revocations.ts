import { createRevocations, type ManagedRevocations, redisStore } from '@cognito-auth/revocation'
import { createClient } from 'redis'

/** Connects to the Redis at `REDIS_URL`, where all instances keep their revocations. */
export async function connectRevocations(): Promise<ManagedRevocations> {
  const redis = createClient({
    url: process.env.REDIS_URL ?? 'redis://127.0.0.1:6379',
    socket: { connectTimeout: 2000 },
    commandOptions: { timeout: 2000 },
  })
  redis.on('error', (error: Error) => console.error(`Redis: ${error.message}`))
  await redis.connect()
  return createRevocations({ store: redisStore(redis) })
}
