export { createRevocations, memoryStore, redisStore } from './index.ts'
export type * from './index.ts'
