import type { RequestListener } from 'node:http'
import { json } from 'node:stream/consumers'
import type { TestUserPool } from '@cognito-auth/testing'
import { sendJson, textsIn } from './json.ts'
import { CognitoError, type User, type Users } from './test-pool-users.ts'

interface TestPoolState {
  readonly pool: TestUserPool
  readonly users: Users
  readonly life: { readonly seconds: number }
  readonly confirmationCode: string
}

/**
 * The operations of the user pools API that the page needs, in front of a test pool.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_Operations.html
 */
export function answerCognito(state: TestPoolState): RequestListener {
  return function cognito(request, response) {
    const operation = operationOf(String(request.headers['x-amz-target']))
    json(request)
      .then((parameters) => {
        if (!operation) throw new CognitoError('InvalidAction', 'This test pool does not know the operation.')
        sendJson(response, 200, operation(state, parameters))
      })
      .catch((error: unknown) => {
        const { name, message } =
          error instanceof CognitoError ? error : new CognitoError('InvalidParameterException', 'Malformed')
        sendJson(response, 400, { __type: name, message })
      })
  }
}

type Operation = (state: TestPoolState, parameters: unknown) => object

const operations: Readonly<Record<string, Operation>> = {
  InitiateAuth(state, parameters) {
    const { AuthFlow } = textsIn(parameters)
    const given = textsIn(parameterOf(parameters, 'AuthParameters'))
    switch (AuthFlow) {
      case 'USER_PASSWORD_AUTH': {
        const user = state.users.signIn(given.USERNAME ?? '', given.PASSWORD ?? '')
        const RefreshToken = state.users.issueRefreshToken(user)
        return {
          AuthenticationResult: { ...issueTokens(state, user), RefreshToken },
          ChallengeParameters: {},
        }
      }
      case 'REFRESH_TOKEN':
      case 'REFRESH_TOKEN_AUTH': {
        const user = state.users.refresh(given.REFRESH_TOKEN ?? '')
        return { AuthenticationResult: issueTokens(state, user), ChallengeParameters: {} }
      }
      default:
        throw new CognitoError('InvalidParameterException', 'This test pool knows passwords in plain only.')
    }
  },

  SignUp({ users }, parameters) {
    const { Username: username = '', Password: password = '' } = textsIn(parameters)
    if (username === '') throw new CognitoError('InvalidParameterException', 'A user name is needed.')
    if (password.length < 8) {
      throw new CognitoError('InvalidPasswordException', 'The password needs at least 8 characters.')
    }
    users.add({ username, password, isConfirmed: false })
    return { UserConfirmed: false, UserSub: username }
  },

  ConfirmSignUp({ users, confirmationCode }, parameters) {
    const { Username = '', ConfirmationCode } = textsIn(parameters)
    if (ConfirmationCode !== confirmationCode) {
      throw new CognitoError('CodeMismatchException', 'Invalid verification code provided, please try again.')
    }
    users.find(Username).isConfirmed = true
    return {}
  },

  RevokeToken({ users }, parameters) {
    users.revoke(textsIn(parameters).Token ?? '')
    return {}
  },
}

function operationOf(target: string): Operation | undefined {
  const name = target.replace(/^.*\./, '')
  return Object.hasOwn(operations, name) ? operations[name] : undefined
}

function issueTokens({ pool, life }: TestPoolState, { username, groups }: User) {
  const options = { username, groups: [...groups], expiresInSeconds: life.seconds }
  return {
    AccessToken: pool.accessToken(options),
    IdToken: pool.idToken(options),
    ExpiresIn: life.seconds,
    TokenType: 'Bearer',
  }
}

function parameterOf(parameters: unknown, name: string): unknown {
  return typeof parameters === 'object' && parameters !== null ? Reflect.get(parameters, name) : undefined
}
