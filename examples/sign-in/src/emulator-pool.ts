import type { Person } from '../page/page-config.ts'
import type { Pool } from './pool.ts'

/** A user pool in an emulator, and how to reach it. */
export interface EmulatorAddress {
  readonly endpoint: string
  readonly userPoolId: string
  readonly clientId: string
  readonly people: readonly Person[]
  readonly confirmationCode: string
}

/** Describes a user pool in a Cognito emulator, which does not require credentials for administrator operations. */
export function emulatorPool(emulator: EmulatorAddress): Pool {
  const { endpoint, userPoolId, clientId, confirmationCode } = emulator
  const groupsByUser = new Map(emulator.people.map(({ username, groups }) => [username, new Set(groups)]))

  async function send(operation: string, parameters: object): Promise<void> {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify({ UserPoolId: userPoolId, ...parameters }),
    })
    if (!response.ok) throw new Error(`${operation}: ${await response.text()}`)
  }

  return {
    config: {
      description: `Emulated user pool ${userPoolId} at ${endpoint}`,
      userPoolId,
      clientId,
      endpoint,
      authFlow: 'USER_PASSWORD_AUTH',
      hasGlobalSignOut: false,
      get people() {
        return emulator.people.map(({ username, password }) => {
          return { username, password, groups: [...(groupsByUser.get(username) ?? [])] }
        })
      },
      codeHint: `The emulator sends no email. The code is ${confirmationCode}.`,
    },
    controls: {
      async addToGroup(username, group) {
        await send('AdminAddUserToGroup', { Username: username, GroupName: group })
        groupsByUser.get(username)?.add(group)
      },
      async removeFromGroup(username, group) {
        await send('AdminRemoveUserFromGroup', { Username: username, GroupName: group })
        groupsByUser.get(username)?.delete(group)
      },
      setTokenLife: (seconds) =>
        send('UpdateUserPoolClient', {
          ClientId: clientId,
          AccessTokenValidity: seconds,
          IdTokenValidity: seconds,
          TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'days' },
        }),
    },
  }
}
