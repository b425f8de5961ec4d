import { describe } from 'vitest'
import { algorithmsAndKeys } from './algorithms-and-keys.rows.ts'
import { describeRows } from './support/describe-rows.ts'

describe('algorithms and keys', () => {
  describeRows(algorithmsAndKeys)
})
