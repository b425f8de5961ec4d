import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import { json } from 'node:stream/consumers'
import { createAuthenticator, type Principal } from '@cognito-auth/core'
import {
  createRevocations,
  type ManagedRevocations,
  memoryStore,
  type Revocation,
  type RevocationStore,
} from '@cognito-auth/revocation'
import { createTestUserPool, type TestUserPool } from '@cognito-auth/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { originOf } from '../support/http.ts'
import { openPage, openPageWithPackages, type Page } from '../support/page.ts'

const load = createRequire(new URL('../../docs/package.json', import.meta.url))

/** What is used of the AWS SDK and of PGlite, which is Postgres in this process. */
const { CognitoIdentityProviderClient } = load('@aws-sdk/client-cognito-identity-provider') as {
  CognitoIdentityProviderClient: new (options: object) => { destroy(): void }
}
const { PGlite } = load('@electric-sql/pglite') as {
  PGlite: new () => {
    query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
    close(): Promise<void>
  }
}

describe('The calls of Cognito', () => {
  let pool: TestUserPool
  let page: Page
  let server: Server
  let cognito: { destroy(): void }
  let revocations: ManagedRevocations
  const calls: unknown[] = []

  beforeAll(async () => {
    pool = await createTestUserPool()
    page = await openPageWithPackages('docs/sign-out.md')
    server = createServer((incoming, response) => {
      const operation = String(incoming.headers['x-amz-target']).split('.')[1]
      void json(incoming).then((body) => {
        calls.push([operation, body])
        const isFirst = !Object.hasOwn(body as object, 'PaginationToken')
        const users = isFirst
          ? { Users: [{ Username: 'alice' }, { Username: 'bob' }], PaginationToken: 'next' }
          : { Users: [{ Username: 'carol' }] }
        response.setHeader('Content-Type', 'application/x-amz-json-1.1')
        response.end(JSON.stringify(operation === 'ListUsers' ? users : {}))
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    cognito = new CognitoIdentityProviderClient({
      region: 'us-east-1',
      endpoint: originOf(server.address()),
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    })
  })
  beforeEach(() => {
    calls.length = 0
    revocations = createRevocations({ store: memoryStore() })
  })
  afterAll(async () => {
    cognito.destroy()
    server.closeAllConnections()
    server.close()
    await page.remove()
  })

  type Call = (cognito: object, revocations: ManagedRevocations, target: unknown) => Promise<void>
  const call = async (name: string): Promise<Call> => {
    const found = (await page.module<Readonly<Record<string, Call>>>('signOutEverywhere'))[name]
    if (!found) throw new Error(`The page has no function ${name}`)
    return found
  }
  /** The sign-in is older than every revocation here: one of the next second is not revoked. */
  const verify = (options: object): Promise<Principal> =>
    createAuthenticator({ ...pool.options, revocations }).verify(
      pool.accessToken({ signedInSecondsAgo: 5, ...options }),
    )

  it('sign out a user everywhere', async () => {
    const alice = await verify({ sub: 'alice-sub', username: 'alice' })
    await (
      await call('signOutEverywhere')
    )(cognito, revocations, alice)
    expect(calls).toEqual([['AdminUserGlobalSignOut', { UserPoolId: pool.userPoolId, Username: 'alice' }]])
    await expect(verify({ sub: 'alice-sub' })).rejects.toMatchObject({ code: 'token_revoked' })
    await expect(verify({ sub: 'bob-sub' })).resolves.toBeDefined()
  })

  it('delete a leaked secret', async () => {
    const leaked = { UserPoolId: pool.userPoolId, ClientId: pool.clientId, ClientSecretId: 'secret-1' }
    await (
      await call('deleteLeakedSecret')
    )(cognito, revocations, leaked)
    expect(calls).toEqual([['DeleteUserPoolClientSecret', leaked]])
    await expect(verify({})).rejects.toMatchObject({ code: 'token_revoked' })
  })

  it('sign out a pool, page by page', async () => {
    await (
      await call('signOutPool')
    )(cognito, revocations, pool.userPoolId)
    const UserPoolId = pool.userPoolId
    const signOut = (Username: string) => ['AdminUserGlobalSignOut', { UserPoolId, Username }]
    expect(calls).toEqual([
      ['ListUsers', { UserPoolId }],
      signOut('alice'),
      signOut('bob'),
      ['ListUsers', { UserPoolId, PaginationToken: 'next' }],
      signOut('carol'),
    ])
    await expect(verify({})).rejects.toMatchObject({ code: 'token_revoked' })
  })
})

describe('The store in Postgres', () => {
  let page: Page
  let database: InstanceType<typeof PGlite>
  let store: RevocationStore
  let deleteEnded: string
  const now = Math.floor(Date.now() / 1000)

  beforeAll(async () => {
    page = await openPage('docs/sign-out.md')
    const module = await page.module<{
      schema: string
      deleteEnded: string
      postgresStore: (database: object) => RevocationStore
    }>('postgresStore')
    database = new PGlite()
    await database.query(module.schema)
    ;({ deleteEnded } = module)
    store = module.postgresStore(database)
    // Postgres takes seconds to start, and longer on a busy machine.
  }, 60_000)
  beforeEach(() => database.query('TRUNCATE revocations'))
  afterAll(async () => {
    await database.close()
    await page.remove()
  })

  const entries = (count: number, prefix = 'entry'): readonly Revocation[] =>
    Array.from({ length: count }, (_, index) => ({
      kind: 'sign-in',
      userPoolId: 'us-east-1_EXAMPLE1',
      id: `${prefix}-${index}`,
      before: 0,
      until: now + 86_700,
    }))

  it('returns what was added, page by page, and then what is new', async () => {
    expect(await store.readAfter(undefined)).toEqual({
      entries: [],
      cursor: undefined,
      lost: false,
      more: false,
    })
    await store.append(entries(1500))
    const first = await store.readAfter(undefined)
    const second = await store.readAfter(first.cursor)
    expect([first.more, second.more, second.lost]).toEqual([true, false, false])
    expect([...first.entries, ...second.entries]).toEqual(entries(1500))
    expect(await store.readAfter(second.cursor)).toMatchObject({ entries: [], cursor: second.cursor })
    await store.append(entries(1, 'new'))
    expect((await store.readAfter(second.cursor)).entries).toEqual(entries(1, 'new'))
  })

  it('notices that the table was emptied, and that its ids began again', async () => {
    await database.query('TRUNCATE revocations RESTART IDENTITY')
    await store.append(entries(3))
    const { cursor } = await store.readAfter(undefined)
    await database.query('TRUNCATE revocations RESTART IDENTITY')
    expect(await store.readAfter(cursor)).toMatchObject({ lost: true })
    await store.append(entries(5, 'other'))
    expect(await store.readAfter(cursor)).toMatchObject({ lost: true })
  })

  it('deletes what has ended, and nothing else', async () => {
    const [one, two] = entries(2)
    if (!one || !two) throw new Error('There are two')
    await store.append([{ ...one, until: now - 1 }, two])
    await database.query(deleteEnded)
    expect((await store.readAfter(undefined)).entries).toEqual([two])
  })

  it('signs out on another instance, and again after the table was emptied', async () => {
    const pool = await createTestUserPool()
    const [one, other] = [createRevocations({ store }), createRevocations({ store, maxAgeSeconds: 0.1 })]
    const principal = await createAuthenticator(pool.options).verify(pool.accessToken())
    expect(await other.check(principal)).toEqual({ revoked: false })
    await one.endSignIn(principal)
    await expect.poll(() => other.check(principal)).toEqual({ revoked: true })

    await database.query('TRUNCATE revocations')
    await expect
      .poll(
        async () => {
          await other.check(principal)
          return (await store.readAfter(undefined)).entries
        },
        { timeout: 5000 },
      )
      .toMatchObject([{ id: principal.claims.origin_jti }])
  })
})
