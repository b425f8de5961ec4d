import { describe, expect, it } from 'vitest'
import { remedyText } from './support/remedy-text.ts'

describe('credentialRemedies', () => {
  it.each(['malformed_token', 'malformed_credentials'] as const)(
    'says for %s what the text is instead of a token',
    (reason) => {
      expect(remedyText(reason, { isJwt: false, what: 'This is a pipe.', remedy: 'Smoke it.' })).toBe(
        'This is a pipe. Smoke it.',
      )
    },
  )
})
