import type { TestUserPool } from '@cognito-auth/testing'
import type { Pool } from './pool.ts'
import { answerCognito } from './test-pool-endpoint.ts'
import { createUsers } from './test-pool-users.ts'

const people = [
  { username: 'alice', password: 'alice-pass-1', note: 'in the group admin' },
  { username: 'bob', password: 'bob-pass-1', note: 'in the group user' },
]

/** A test pool for the page: it lives in this process, and answers to the library that the page signs in with. */
export function testPool(pool: TestUserPool): Pool {
  const users = createUsers()
  for (const person of people) users.add({ ...person, isConfirmed: true })
  users.find('alice').groups.add('admin')
  users.find('bob').groups.add('user')

  const life = { seconds: 3600 }
  const confirmationCode = '123456'
  return {
    config: {
      description: `Test pool ${pool.userPoolId} inside the server of this page`,
      userPoolId: pool.userPoolId,
      clientId: pool.clientId,
      endpoint: '/cognito',
      authFlow: 'USER_PASSWORD_AUTH',
      people,
      codeHint: `The test pool sends no mail. The code is ${confirmationCode}.`,
    },
    answer: answerCognito({ pool, users, life, confirmationCode }),
    machineToken: () => pool.machineToken({ scopes: ['orders/read'], expiresInSeconds: life.seconds }),
    controls: {
      addToGroup: async (username, group) => void users.find(username).groups.add(group),
      removeFromGroup: async (username, group) => void users.find(username).groups.delete(group),
      setTokenLife: async (seconds) => void (life.seconds = seconds),
    },
  }
}
