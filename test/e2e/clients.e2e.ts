import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { amplify } from './clients/amplify.ts'
import { awsSdk } from './clients/aws-sdk.ts'
import type { Client, SignedIn } from './clients/client.ts'
import { hostedForm } from './clients/hosted-form.ts'
import { identityJs } from './clients/identity-js.ts'
import { type EmulatorStage, stageOnEmulator } from './support/stage.ts'
import { claimsOf } from './support/tokens.ts'

let stage: EmulatorStage
beforeAll(async () => {
  stage = await stageOnEmulator()
})
afterAll(() => stage.close())

const clients: readonly Client[] = [
  identityJs,
  awsSdk('REFRESH_TOKEN_AUTH'),
  awsSdk('REFRESH_TOKEN'),
  amplify,
  hostedForm,
]
const apis = ['express', 'fastify'] as const

describe.each(clients)('tokens that $name gets', (client) => {
  let alice: SignedIn
  let bob: SignedIn
  beforeAll(async () => {
    alice = await signIn('alice')
    bob = await signIn('bob')
  })

  describe.each(apis)('at the %s API', (api) => {
    test('are accepted, with the user and the groups that they name', async () => {
      const { accessToken } = alice
      const answer = await ask(api, 'GET', '/me', accessToken)
      expect(answer).toEqual({
        status: 200,
        body: { kind: 'user', userId: claimsOf(accessToken).sub, groups: ['admin'] },
      })
    })

    test('are accepted for an admin and refused for a user by the route of admins', async () => {
      expect(await ask(api, 'DELETE', '/users/7', alice.accessToken)).toMatchObject({ status: 204 })
      expect(await ask(api, 'DELETE', '/users/7', bob.accessToken)).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      })
    })

    test('lead a user to what is theirs, and to nothing else', async () => {
      const own = String(claimsOf(bob.accessToken).sub)
      const others = String(claimsOf(alice.accessToken).sub)
      expect(await ask(api, 'GET', `/users/${own}`, bob.accessToken)).toMatchObject({ status: 200 })
      expect(await ask(api, 'GET', `/users/${others}`, bob.accessToken)).toMatchObject({ status: 403 })
    })

    test('are refused where a scope is wanted that they do not have', async () => {
      expect(await ask(api, 'GET', '/orders', alice.accessToken)).toMatchObject({ status: 403 })
    })

    test('are refused when they are ID tokens', async () => {
      expect(claimsOf(alice.idToken).token_use).toBe('id')
      expect(await ask(api, 'GET', '/me', alice.idToken)).toMatchObject({
        status: 401,
        body: { code: 'token_invalid' },
      })
    })
  })

  test('are other tokens after a refresh, and accepted', async () => {
    const refreshed = await alice.refresh()
    expect(refreshed.accessToken).not.toBe(alice.accessToken)
    for (const api of apis) {
      expect(await ask(api, 'GET', '/me', refreshed.accessToken)).toMatchObject({
        status: 200,
        body: { userId: claimsOf(alice.accessToken).sub, groups: ['admin'] },
      })
      expect(await ask(api, 'GET', '/me', refreshed.idToken)).toMatchObject({ status: 401 })
    }
  })

  test('have a new group after the next refresh, and no longer after the one that follows its loss', async () => {
    await stage.pool.controls?.addToGroup('bob', 'admin')
    const promoted = await bob.refresh()
    for (const api of apis) {
      expect(await ask(api, 'DELETE', '/users/7', bob.accessToken)).toMatchObject({ status: 403 })
      expect(await ask(api, 'DELETE', '/users/7', promoted.accessToken)).toMatchObject({ status: 204 })
    }

    await stage.pool.controls?.removeFromGroup('bob', 'admin')
    const demoted = await bob.refresh()
    for (const api of apis) {
      expect(await ask(api, 'DELETE', '/users/7', demoted.accessToken)).toMatchObject({ status: 403 })
    }
  })

  function signIn(username: string): Promise<SignedIn> {
    const person = stage.emulator.people.find((candidate) => candidate.username === username)
    if (!person) throw new Error(`There is no ${username}`)
    return client.signIn(stage.emulator, person)
  }
})

async function ask(
  api: 'express' | 'fastify',
  method: string,
  path: string,
  token: string,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(stage[api] + path, { method, headers: { authorization: `Bearer ${token}` } })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}
