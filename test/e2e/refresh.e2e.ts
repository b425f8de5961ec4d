import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Compiled, compile } from '../support/compiled.ts'
import { blocksOf } from '../support/readme.ts'
import { amplify } from './clients/amplify.ts'
import { type EmulatorStage, stageOnEmulator } from './support/stage.ts'

type Options = { forceRefresh: boolean }

const alice = { username: 'alice', password: 'Alice-pass-1' }
const packages = ['aws-amplify/auth', 'amazon-cognito-identity-js']

let stage: EmulatorStage
let compiled: Compiled

beforeAll(async () => {
  stage = await stageOnEmulator()
  const blocks = blocksOf('docs/recipes/refresh.md').map(({ code }) => code)
  const sources = packages.map((name, index) => {
    const code = blocks.find((block) => block.includes(`from '${name}'`))
    return [`client-${index}.ts`, code ?? `throw new Error('The page has no sample for ${name}')`] as const
  })
  compiled = await compile(new Map(sources), { packagesOf: 'test/e2e' })
})

afterAll(async () => {
  await compiled.remove()
  await stage.close()
})

describe('The page about refresh tokens', () => {
  test('has samples that compile', () => {
    expect(compiled.complaints).toEqual([])
  })

  test('gets and refreshes tokens with Amplify', async () => {
    const { accessToken } = await amplify.signIn(stage.emulator, alice)
    const { getToken } = (await import(compiled.pathOf('client-0.ts'))) as {
      getToken: (options: Options) => Promise<string>
    }
    expect(await getToken({ forceRefresh: false })).toBe(accessToken)
    const refreshed = await getToken({ forceRefresh: true })
    expect(refreshed).not.toBe(accessToken)
    expect(await statusFor(refreshed)).toBe(200)
  })

  test('gets and refreshes tokens with amazon-cognito-identity-js', async () => {
    const { endpoint, userPoolId: UserPoolId, clientId: ClientId } = stage.emulator
    const pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint })
    const { getToken } = (await import(compiled.pathOf('client-1.ts'))) as {
      getToken: (pool: CognitoUserPool, options: Options) => Promise<string>
    }
    await expect(getToken(pool, { forceRefresh: false })).rejects.toThrow('Not signed in')

    const user = new CognitoUser({ Username: alice.username, Pool: pool })
    user.setAuthenticationFlowType('USER_PASSWORD_AUTH')
    const details = new AuthenticationDetails({ Username: alice.username, Password: alice.password })
    await new Promise((onSuccess, onFailure) => user.authenticateUser(details, { onSuccess, onFailure }))

    const accessToken = await getToken(pool, { forceRefresh: false })
    const refreshed = await getToken(pool, { forceRefresh: true })
    expect(refreshed).not.toBe(accessToken)
    expect(await statusFor(refreshed)).toBe(200)
  })
})

async function statusFor(token: string): Promise<number> {
  const { status } = await fetch(`${stage.express}/me`, { headers: { authorization: `Bearer ${token}` } })
  return status
}
