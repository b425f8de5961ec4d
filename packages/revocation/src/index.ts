export { createRevocations } from './create-revocations.ts'
export { memoryStore } from './memory-store.ts'
export { redisStore } from './redis-store.ts'

export type {
  ClientTarget,
  ManagedRevocations,
  PoolTarget,
  RevocationOptions,
  UserTarget,
  WatchOptions,
} from './options.ts'
export type { RedisClient, RedisCommand } from './redis-command.ts'
export type { RedisStoreOptions } from './redis-store.ts'
export type { Revocation, RevocationKind } from './revocation.ts'
export type { RevocationPage, RevocationStore } from './revocation-store.ts'
