import { expect, it } from 'vitest'
import { KeyFetchError } from '../../dist/keys/key-fetch-error.js'

it('KeyFetchError carries its reason, and the status of an answer, or the code and the cause of a failure', () => {
  expect(new KeyFetchError('answers 500', 'http_5xx', { status: 500 })).toMatchObject({
    name: 'KeyFetchError',
    message: 'answers 500',
    reason: 'http_5xx',
    status: 500,
    code: undefined,
  })
  const cause = new Error('refused')
  const error = new KeyFetchError('cannot be read', 'network', { cause, code: 'ECONNREFUSED' })
  expect(error).toMatchObject({ cause, code: 'ECONNREFUSED', status: undefined })
  expect(new KeyFetchError('redirects', 'redirect')).not.toHaveProperty('cause')
})
