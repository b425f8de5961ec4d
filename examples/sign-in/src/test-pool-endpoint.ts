import type { RequestListener } from 'node:http'
import { json } from 'node:stream/consumers'
import { createAuthenticator } from '@cognito-auth/express'
import type { TestUserPool } from '@cognito-auth/testing'
import { sendJson, readStrings } from './json.ts'
import { CognitoError, type SignIn, type Users } from './test-pool-users.ts'

interface TestPoolState {
  readonly pool: TestUserPool
  readonly users: Users
  readonly lifetime: { readonly seconds: number }
  readonly confirmationCode: string
}

/**
 * Answers the operations of the Cognito user pools API that the page needs, with a test pool.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_Operations.html
 */
export function answerCognito(state: TestPoolState): RequestListener {
  return function cognito(request, response) {
    const operation = findOperation(String(request.headers['x-amz-target']))
    json(request)
      .then(async (parameters) => {
        if (!operation)
          throw new CognitoError('InvalidAction', 'This test pool does not support the operation.')
        sendJson(response, 200, await operation(state, parameters))
      })
      .catch((error: unknown) => {
        const { name, message } =
          error instanceof CognitoError
            ? error
            : new CognitoError('InvalidParameterException', 'Malformed request')
        sendJson(response, 400, { __type: name, message })
      })
  }
}

type Operation = (state: TestPoolState, parameters: unknown) => object | Promise<object>

const operations: Readonly<Record<string, Operation>> = {
  InitiateAuth(state, parameters) {
    const { AuthFlow } = readStrings(parameters)
    const given = readStrings(readParameter(parameters, 'AuthParameters'))
    switch (AuthFlow) {
      case 'USER_PASSWORD_AUTH': {
        const signIn = state.users.signIn(given.USERNAME ?? '', given.PASSWORD ?? '')
        const RefreshToken = state.users.issueRefreshToken(signIn)
        return {
          AuthenticationResult: { ...issueTokens(state, signIn), RefreshToken },
          ChallengeParameters: {},
        }
      }
      case 'REFRESH_TOKEN':
      case 'REFRESH_TOKEN_AUTH': {
        const signIn = state.users.refresh(given.REFRESH_TOKEN ?? '')
        return { AuthenticationResult: issueTokens(state, signIn), ChallengeParameters: {} }
      }
      default:
        throw new CognitoError(
          'InvalidParameterException',
          'This test pool supports USER_PASSWORD_AUTH only.',
        )
    }
  },

  SignUp({ users }, parameters) {
    const { Username: username = '', Password: password = '' } = readStrings(parameters)
    if (username === '') throw new CognitoError('InvalidParameterException', 'The user name is missing.')
    if (password.length < 8) {
      throw new CognitoError('InvalidPasswordException', 'The password needs at least 8 characters.')
    }
    users.add({ username, password, isConfirmed: false })
    return { UserConfirmed: false, UserSub: username }
  },

  ConfirmSignUp({ users, confirmationCode }, parameters) {
    const { Username = '', ConfirmationCode } = readStrings(parameters)
    if (ConfirmationCode !== confirmationCode) {
      throw new CognitoError('CodeMismatchException', 'Invalid verification code provided, please try again.')
    }
    users.find(Username).isConfirmed = true
    return {}
  },

  RevokeToken({ users }, parameters) {
    users.revoke(readStrings(parameters).Token ?? '')
    return {}
  },

  async GlobalSignOut({ pool, users }, parameters) {
    const { verify } = createAuthenticator(pool.options)
    const { username } = await verify(readStrings(parameters).AccessToken ?? '').catch(() => {
      throw new CognitoError('NotAuthorizedException', 'Invalid Access Token')
    })
    users.revokeAll(username ?? '')
    return {}
  },
}

function findOperation(target: string): Operation | undefined {
  const name = target.replace(/^.*\./, '')
  return Object.hasOwn(operations, name) ? operations[name] : undefined
}

function issueTokens({ pool, lifetime }: TestPoolState, { user, claims }: SignIn) {
  const { username, groups } = user
  const options = { username, groups: [...groups], expiresInSeconds: lifetime.seconds, claims }
  return {
    AccessToken: pool.accessToken(options),
    IdToken: pool.idToken(options),
    ExpiresIn: lifetime.seconds,
    TokenType: 'Bearer',
  }
}

function readParameter(parameters: unknown, name: string): unknown {
  return typeof parameters === 'object' && parameters !== null ? Reflect.get(parameters, name) : undefined
}
