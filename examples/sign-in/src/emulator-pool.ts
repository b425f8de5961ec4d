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
  const { endpoint, userPoolId, clientId, people, confirmationCode } = emulator

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
      people,
      codeHint: `The emulator sends no email. The code is ${confirmationCode}.`,
    },
    controls: {
      addToGroup: (username, group) => send('AdminAddUserToGroup', { Username: username, GroupName: group }),
      removeFromGroup: (username, group) =>
        send('AdminRemoveUserFromGroup', { Username: username, GroupName: group }),
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
