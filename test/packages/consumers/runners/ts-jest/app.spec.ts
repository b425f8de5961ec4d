/** A test for ts-jest, with the configuration that `ts-jest config:init` writes. */
import { expect, test } from '@jest/globals'
import { createAuthenticator, InvalidTokenError } from '@cognito-auth/core'
import { createTestUserPool } from '@cognito-auth/testing'

test('a user is known', async () => {
  const pool = await createTestUserPool()
  const authenticator = createAuthenticator(pool.options)
  expect((await authenticator.verify(pool.accessToken({ sub: 'alice' }))).userId).toBe('alice')
  await expect(authenticator.verify('not.a.token')).rejects.toBeInstanceOf(InvalidTokenError)
})
