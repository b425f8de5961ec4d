export { createTestUserPool } from './index.ts'
export type * from './index.ts'
