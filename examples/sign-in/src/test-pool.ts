import type { TestUserPool } from '@cognito-auth/testing'
import type { Pool } from './pool.ts'
import { answerCognito } from './test-pool-endpoint.ts'
import { createUsers } from './test-pool-users.ts'

const people = [
  { username: 'alice', password: 'alice-pass-1' },
  { username: 'bob', password: 'bob-pass-1' },
]

/** Creates a test pool in this process that answers the sign-in library of the page. */
export function testPool(pool: TestUserPool): Pool {
  const users = createUsers()
  for (const person of people) users.add({ ...person, isConfirmed: true })
  users.find('alice').groups.add('admin')
  users.find('bob').groups.add('user')

  const lifetime = { seconds: 3600 }
  const confirmationCode = '123456'
  return {
    config: {
      description: `Test pool ${pool.userPoolId} inside the server of this page`,
      userPoolId: pool.userPoolId,
      clientId: pool.clientId,
      endpoint: '/cognito',
      authFlow: 'USER_PASSWORD_AUTH',
      hasGlobalSignOut: true,
      get people() {
        return people.map(({ username, password }) => {
          return { username, password, groups: [...users.find(username).groups] }
        })
      },
      codeHint: `The test pool sends no email. The code is ${confirmationCode}.`,
    },
    answer: answerCognito({ pool, users, lifetime, confirmationCode }),
    machineToken: () => pool.machineToken({ scopes: ['orders/read'], expiresInSeconds: lifetime.seconds }),
    controls: {
      addToGroup: async (username, group) => void users.find(username).groups.add(group),
      removeFromGroup: async (username, group) => void users.find(username).groups.delete(group),
      setTokenLife: async (seconds) => void (lifetime.seconds = seconds),
    },
  }
}
