import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { openStageWithPage } from './support/open-stage.ts'
import { stageOnTestPool } from './support/stage.ts'

describe('the page on the test pool', () => {
  const on = openStageWithPage(stageOnTestPool)

  test('signs in as a machine, which has a scope, no groups and no ID token', async () => {
    const { shown } = on
    await shown.signInByClick('a machine')
    const me = await shown.call('the access token', 'GET /me')
    expect(me.Express.body).toContain('"machine"')
    expect(me.Fastify).toEqual(me.Express)

    const orders = await shown.call('the access token', 'GET /orders')
    expect([orders.Express.status, orders.Fastify.status]).toEqual(['200 OK', '200 OK'])
    const removal = await shown.call('the access token', 'DELETE /users/7')
    expect([removal.Express.status, removal.Fastify.status]).toEqual(['403 Forbidden', '403 Forbidden'])
    expect(await shown.page.getByRole('radio', { name: 'the ID token' }).isDisabled()).toBe(true)

    expect(await shown.page.getByText('A machine gets no ID token').isVisible()).toBe(true)
    expect(await shown.page.getByRole('article', { name: 'ID token' }).isVisible()).toBe(false)
    expect(await shown.page.getByText('scope orders/read', { exact: true }).isVisible()).toBe(true)
    expect(await shown.claim('Access token', 'auth_time')).toContain('Cognito writes it for a machine too')

    await shown.press('Refresh tokens')
    await shown.hear('New tokens. No groups.')
    await shown.press('Sign out')
    await shown.press('Send the old access token')
    await shown.hear('the APIs answer: Express 200 OK, Fastify 200 OK.')
    expect(await shown.page.getByRole('button', { name: 'Sign out everywhere' }).isVisible()).toBe(false)
  })

  test('names the sign-in in each of its tokens, refreshed ones too, and does not move its time', async () => {
    const { shown } = on
    await shown.signInByClick('alice')
    const first = await namesOfSignIn()
    expect(new Set([first.access.jti, first.id.jti]).size).toBe(2)
    expect(first.id.signIn).toEqual(first.access.signIn)

    await new Promise((resolve) => setTimeout(resolve, 1001))
    await shown.press('Refresh tokens')
    await shown.hear('New tokens.')
    const refreshed = await namesOfSignIn()
    expect(refreshed.access.jti).not.toBe(first.access.jti)
    expect(refreshed.access.signIn).toEqual(first.access.signIn)
    expect(refreshed.id.signIn).toEqual(first.access.signIn)

    await shown.press('Sign out')
    await shown.signInByClick('alice')
    expect((await namesOfSignIn()).access.signIn).not.toEqual(first.access.signIn)
  })

  test('revokes the refresh token when the user signs out', async () => {
    const { shown } = on
    const answered = shown.page.waitForResponse((response) => response.url().endsWith('/cognito'))
    await shown.signInByClick('alice')
    const { AuthenticationResult } = (await (await answered).json()) as {
      AuthenticationResult: { RefreshToken: string }
    }
    expect(await statusOfRefresh(AuthenticationResult.RefreshToken)).toBe(200)
    await shown.press('Sign out')
    await shown.heading('Sign in').waitFor()
    expect(await statusOfRefresh(AuthenticationResult.RefreshToken)).toBe(400)
  })

  test('revokes all refresh tokens of the user when the user signs out everywhere', async () => {
    const { shown } = on
    const laptop = await refreshTokenOf('alice-pass-1', 'alice')
    const bob = await refreshTokenOf('bob-pass-1', 'bob')
    expect(await statusOfRefresh(laptop)).toBe(200)
    await shown.signInByClick('alice')
    await shown.press('Sign out everywhere')
    await shown.heading('Sign in').waitFor()
    expect(await statusOfRefresh(laptop)).toBe(400)
    expect(await statusOfRefresh(bob)).toBe(200)
  })

  test('does not offer a machine to sign out everywhere', async () => {
    const { shown } = on
    await shown.signInByClick('a machine')
    expect(await shown.page.getByRole('button', { name: 'Sign out everywhere' }).isVisible()).toBe(false)
  })

  test.each([
    ['GET', '//', 404],
    ['GET', '/constructor', 404],
    ['GET', '/../package.json', 404],
    ['PUT', '/pool/users/%zz/groups/admin', 400],
    ['PUT', '/pool/users/nobody/groups/admin', 400],
    ['POST', '/cognito', 400],
  ])('answers %s %s with %i, and goes on', async (method, path, status) => {
    const { port } = new URL(on.stage.url)
    const answered = new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'X-Amz-Target': 'Service.constructor' }
      const sent = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      sent.on('error', reject)
      sent.end(method === 'POST' ? '{}' : '')
    })
    expect(await answered).toBe(status)
    expect((await fetch(on.stage.url)).status).toBe(200)
  })

  async function namesOfSignIn() {
    const [access, id] = [await namesIn('Access token'), await namesIn('ID token')]
    return { access, id }
  }

  async function namesIn(token: 'Access token' | 'ID token') {
    const [jti, ...signIn] = await Promise.all(
      ['jti', 'origin_jti', 'event_id', 'auth_time'].map(async (name) => {
        const claim = await on.shown.claim(token, name)
        return /[0-9a-f]{8}-[0-9a-f-]{27}|\d{10}/.exec(claim)?.[0]
      }),
    )
    expect([jti, ...signIn]).not.toContain(undefined)
    return { jti, signIn }
  }

  async function refreshTokenOf(PASSWORD: string, USERNAME: string): Promise<string> {
    const response = await fetch(`${on.stage.url}/cognito`, {
      method: 'POST',
      headers: { 'X-Amz-Target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
      body: JSON.stringify({ AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } }),
    })
    const body = (await response.json()) as { AuthenticationResult: { RefreshToken: string } }
    return body.AuthenticationResult.RefreshToken
  }

  async function statusOfRefresh(REFRESH_TOKEN: string): Promise<number> {
    const response = await fetch(`${on.stage.url}/cognito`, {
      method: 'POST',
      headers: { 'X-Amz-Target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
      body: JSON.stringify({ AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN } }),
    })
    return response.status
  }
})
