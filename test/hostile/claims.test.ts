import { describe } from 'vitest'
import { claims } from './claims.rows.ts'
import { describeRows } from './support/describe-rows.ts'

describe('claims', () => {
  describeRows(claims)
})
