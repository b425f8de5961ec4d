import { ask } from './ask.ts'

export interface Person {
  readonly username: string
  readonly password: string
  readonly groups: readonly string[]
}

export interface EmulatedUserPool {
  readonly userPoolId: string
  readonly clientId: string
  readonly people: readonly Person[]
}

const people = [
  { username: 'alice', password: 'Alice-pass-1', groups: ['admin'] },
  { username: 'bob', password: 'Bob-pass-1', groups: ['user'] },
]

/** Creates a user pool with an app client, two groups and two users. */
export async function createUserPool(
  endpoint: string,
  callbackUrls: readonly string[],
): Promise<EmulatedUserPool> {
  const pool = await ask(endpoint, 'CreateUserPool', { PoolName: 'example' })
  const UserPoolId = pool.id('UserPool', 'Id')
  const client = await ask(endpoint, 'CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'page',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    AccessTokenValidity: 3600,
    IdTokenValidity: 3600,
    TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'days' },
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid'],
    CallbackURLs: callbackUrls,
  })

  for (const GroupName of ['admin', 'user']) await ask(endpoint, 'CreateGroup', { UserPoolId, GroupName })
  for (const { username: Username, password: Password, groups } of people) {
    const UserAttributes = [
      { Name: 'email', Value: `${Username}@example.com` },
      { Name: 'email_verified', Value: 'true' },
    ]
    await ask(endpoint, 'AdminCreateUser', {
      UserPoolId,
      Username,
      UserAttributes,
      MessageAction: 'SUPPRESS',
    })
    await ask(endpoint, 'AdminSetUserPassword', { UserPoolId, Username, Password, Permanent: true })
    for (const GroupName of groups)
      await ask(endpoint, 'AdminAddUserToGroup', { UserPoolId, Username, GroupName })
  }
  return { userPoolId: UserPoolId, clientId: client.id('UserPoolClient', 'ClientId'), people }
}
