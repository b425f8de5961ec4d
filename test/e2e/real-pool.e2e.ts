import { realPool } from '@example/sign-in'
import { describe, expect, test } from 'vitest'
import { openStageWithPage } from './support/open-stage.ts'
import { type EmulatorStage, stage, stageOnEmulator } from './support/stage.ts'

/** The address of AWS that the region of the pool id leads to. It is answered here: nothing leaves the machine. */
const aws = 'https://cognito-idp.eu-west-1.amazonaws.com/'
const userPoolId = 'eu-west-1_EXAMPLE1'
const clientId = '4exampleclientid0000000000'

describe('a page that two variables point at a user pool', () => {
  const on = openStageWithPage(() =>
    stage(realPool({ COGNITO_USER_POOL_ID: userPoolId, COGNITO_CLIENT_ID: clientId }), {
      userPoolId,
      clientId,
    }),
  )

  test('proves the password to the pool without sending it (SRP)', async () => {
    const { shown } = on
    const refusal = { __type: 'NotAuthorizedException', message: 'Incorrect username or password.' }
    await shown.page.route(aws, (route) => route.fulfill({ status: 400, json: refusal }))
    const sent = shown.page.waitForRequest(aws)
    await shown.signIn('alice', 'Alice-pass-1')

    const request = await sent
    expect(request.headers()['x-amz-target']).toBe('AWSCognitoIdentityProviderService.InitiateAuth')
    expect(request.postDataJSON()).toMatchObject({
      AuthFlow: 'USER_SRP_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: 'alice', SRP_A: expect.stringMatching(/^[0-9a-f]{600,}$/) },
    })
    expect(request.postData()).not.toContain('Alice-pass-1')
    await shown.problem.waitFor()
  })

  test('offers no users to choose from, and nothing that only an administrator can do', async () => {
    const {
      shown,
      stage: { url },
    } = on
    expect(await shown.heading('With one click').isVisible()).toBe(false)
    expect(await shown.page.getByText('What an administrator of the pool does').isVisible()).toBe(false)
    expect((await fetch(`${url}/pool/machine-token`, { method: 'POST' })).status).toBe(404)
    expect((await fetch(`${url}/pool/users/bob/groups/admin`, { method: 'PUT' })).status).toBe(404)
  })
})

describe('a page that three variables point at a user pool', () => {
  const on = openStageWithPage(stageBehindAws)

  test('signs in with the flow that the third one names, calls both APIs, and refreshes', async () => {
    const {
      shown,
      stage: { emulator },
    } = on
    await shown.page.route(aws, async (route) => {
      await route.fulfill({ response: await route.fetch({ url: `${emulator.endpoint}/` }) })
    })
    await shown.signIn('alice', 'Alice-pass-1')
    await shown.heading('alice').waitFor()
    await shown.press('Refresh tokens')
    await shown.hear('New tokens. Groups: admin.')
    const { Express, Fastify } = await shown.call('the access token', 'DELETE /users/7')
    expect([Express.status, Fastify.status]).toEqual(['204 No Content', '204 No Content'])
  })

  /** The page is configured as for AWS, and an emulator stands where AWS would be. */
  async function stageBehindAws(): Promise<EmulatorStage> {
    const { emulator, close } = await stageOnEmulator()
    const pool = realPool({
      COGNITO_USER_POOL_ID: userPoolId,
      COGNITO_CLIENT_ID: emulator.clientId,
      COGNITO_AUTH_FLOW: 'USER_PASSWORD_AUTH',
    })
    const behindAws = await stage(pool, emulator.auth)
    return {
      ...behindAws,
      emulator,
      async close() {
        await behindAws.close()
        await close()
      },
    }
  }
})

describe('an environment that points the page at a user pool', () => {
  test.each([
    ['COGNITO_USER_POOL_ID', { COGNITO_CLIENT_ID: clientId }],
    ['COGNITO_CLIENT_ID', { COGNITO_USER_POOL_ID: userPoolId }],
    [
      'COGNITO_AUTH_FLOW',
      { COGNITO_USER_POOL_ID: userPoolId, COGNITO_CLIENT_ID: clientId, COGNITO_AUTH_FLOW: 'PASSWORD' },
    ],
  ])('is refused when %s is missing or wrong', (variable, environment) => {
    expect(() => realPool(environment)).toThrow(variable)
  })
})
