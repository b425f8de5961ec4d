import { describe } from 'vitest'
import { answers } from './answers.rows.ts'
import { describeRows } from './support/describe-rows.ts'

// That challenges are well formed, and that neither answer nor log repeats a token, is checked for each row of each
// group. The rows of this one make it hard.
describe('answers', () => {
  describeRows(answers)
})
