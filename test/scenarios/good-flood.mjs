// Gives an authenticator good tokens, 100,000 times in each of the ways that a memory of tokens has to bear, and prints how
// much more is in use behind each. Needs --expose-gc.
import { createAuthenticator } from '@cognito-auth/core'
import { createTestUserPool } from '@cognito-auth/testing'
import { bytesInUse } from './memory.mjs'

const maxEntries = 100
const pool = await createTestUserPool()
const headers = Array.from(
  { length: 2 * maxEntries },
  (_, user) => `Bearer ${pool.accessToken({ sub: `user-${user}` })}`,
)
const authenticator = createAuthenticator({ ...pool.options, tokenCache: { maxEntries } })

async function flood(count, users) {
  for (let index = 0; index < count; index++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, or memory would be full of requests
    await authenticator.authenticate(headers[index % users])
  }
}

async function growthBytes(users) {
  await flood(2000, users)
  const before = bytesInUse()
  await flood(100_000, users)
  return bytesInUse() - before
}

console.log(
  JSON.stringify({
    ofOne: await growthBytes(1),
    ofAllThatAreRemembered: await growthBytes(maxEntries),
    ofMoreThanAreRemembered: await growthBytes(headers.length),
  }),
)
