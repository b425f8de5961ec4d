import { describe } from 'vitest'
import { describeRows } from './support/describe-rows.ts'
import { tokenSources } from './token-sources.rows.ts'

describe('token sources', () => {
  describeRows(tokenSources)
})
