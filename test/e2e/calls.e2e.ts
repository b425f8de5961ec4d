import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, pools } from './support/open-stage.ts'
import { openPage, type SignInPage } from './support/sign-in-page.ts'

const missing = 'Bearer realm="api"'
const invalid = 'Bearer realm="api", error="invalid_token"'
const forbidden = 'Bearer realm="api", error="insufficient_scope"'
const none = '—'

type Row = readonly [what: string, route: string, status: string, challenge: string, inBody: string]

const alice: readonly Row[] = [
  ['the access token', 'PUT /email', '204 No Content', none, none],
  ['the access token', 'GET /health', '200 OK', none, '"ok"'],
  ['the access token', 'GET /me', '200 OK', none, '"admin"'],
  ['the access token', 'GET /orders', '403 Forbidden', `${forbidden}, scope="orders/read"`, '"forbidden"'],
  ['the access token', 'GET /users/{sub}', '200 OK', none, '"id"'],
  ['the access token', 'GET /users/7', '200 OK', none, '"7"'],
  ['the access token', 'DELETE /users/7', '204 No Content', none, none],
  ['the ID token, by mistake', 'GET /health', '200 OK', none, '"ok"'],
  ['the ID token, by mistake', 'GET /me', '401 Unauthorized', invalid, '"token_invalid"'],
  ['the ID token, by mistake', 'GET /orders', '401 Unauthorized', invalid, '"token_invalid"'],
  ['the ID token, by mistake', 'DELETE /users/7', '401 Unauthorized', invalid, '"token_invalid"'],
  ['a tampered access token', 'GET /me', '401 Unauthorized', invalid, '"token_invalid"'],
  ['a tampered access token', 'GET /orders', '401 Unauthorized', invalid, '"token_invalid"'],
]

const bob: readonly Row[] = [
  ['the access token', 'GET /users/{sub}', '200 OK', none, '"id"'],
  ['the access token', 'GET /users/7', '403 Forbidden', forbidden, '"forbidden"'],
  ['the access token', 'DELETE /users/7', '403 Forbidden', forbidden, '"forbidden"'],
  ['a tampered access token', 'DELETE /users/7', '401 Unauthorized', invalid, '"token_invalid"'],
  ['no token', 'GET /health', '200 OK', none, '"ok"'],
  ['no token', 'GET /me', '401 Unauthorized', missing, '"credentials_missing"'],
  ['no token', 'GET /orders', '401 Unauthorized', missing, '"credentials_missing"'],
  ['no token', 'DELETE /users/7', '401 Unauthorized', missing, '"credentials_missing"'],
]

const people = [
  { who: 'alice', rows: alice },
  { who: 'bob', rows: bob },
]

describe.each(pools)('calls with what the $name issues', ({ start }) => {
  const on = openStage(start)

  describe.each(people)('to $who', ({ who, rows }) => {
    let shown: SignInPage
    beforeAll(async () => {
      shown = await openPage(on.browser, on.stage.url)
      await shown.signInByClick(who)
    })
    afterAll(() => shown.page.context().close())

    test.each(rows)('%s to %s: both answer %s', async (what, route, status, challenge, inBody) => {
      const { Express, Fastify } = await shown.call(what, route)
      expect(Express).toEqual({ status, challenge, body: expect.stringContaining(inBody) })
      expect(Fastify).toEqual(Express)
    })
  })

  test('are calls without a token as long as nobody has signed in', async () => {
    const shown = await openPage(on.browser, on.stage.url)
    const { Express, Fastify } = await shown.call('no token', 'GET /me')
    expect([Express.challenge, Fastify.challenge]).toEqual([missing, missing])
    for (const name of ['the access token', 'the ID token, by mistake', 'a tampered access token']) {
      expect(await shown.page.getByRole('radio', { name }).isDisabled()).toBe(true)
    }
    await shown.page.context().close()
  })
})
