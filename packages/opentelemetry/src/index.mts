export { instrument } from './index.ts'
export type * from './index.ts'
