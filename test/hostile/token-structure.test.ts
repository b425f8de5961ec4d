import { describe } from 'vitest'
import { describeRows } from './support/describe-rows.ts'
import { tokenStructure } from './token-structure.rows.ts'

describe('token structure', () => {
  describeRows(tokenStructure)
})
