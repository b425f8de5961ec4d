import type { IncomingMessage, ServerResponse } from 'node:http'
import { getPrincipal, requireAuth, requireGroup } from '@cognito-auth/express'
import { createTestUserPool } from '@cognito-auth/testing'
import connect from 'connect'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type RunningServer, start } from '../support/http.ts'
import { answerOf, passes, realm, refusals } from './support/cases.ts'

const pool = await createTestUserPool()
const options = { ...pool.options, realm }

/** Middleware as connect declares it. */
type Middleware = connect.NextHandleFunction

const authenticate = requireAuth(options) as Middleware
const requireAdmin = requireGroup('admin') as Middleware

function showUser(req: IncomingMessage, res: ServerResponse): void {
  res.end(getPrincipal(req).userId)
}

describe.each([
  ['connect', createWithConnect],
  ['a plain server of node:http', createWithoutFramework],
])('%s', (_name, create) => {
  let api: RunningServer

  beforeAll(async () => {
    api = await start(create())
  })

  afterAll(() => api.close())

  it.each([...refusals, ...passes])('answers $title', async ({ path, authorization, answer }) => {
    expect(answerOf(await api.send({ path, authorization: authorization(pool) }))).toEqual(answer)
  })

  it('finds the principal in a handler', async () => {
    const authorization = pool.bearer({ sub: 'alice' })
    expect((await api.send({ path: '/orders', authorization })).body).toBe('alice')
  })
})

describe('The final handler of connect', () => {
  it('answers what getPrincipal() throws with status and challenge', async () => {
    const api = await start(connect().use(showUser))
    onTestFinished(() => api.close())
    const { status, headers } = await api.send()
    expect(status).toBe(401)
    expect(headers['www-authenticate']).toBe('Bearer realm="api"')
  })

  it('answers 500 if a callback of the application throws', async () => {
    const isRevoked = (): boolean => {
      throw new Error('Out of order')
    }
    const app = connect()
      .use(requireAuth({ ...options, isRevoked }) as Middleware)
      .use(showUser)
    const api = await start(app)
    onTestFinished(() => api.close())
    expect((await api.send({ authorization: pool.bearer() })).status).toBe(500)
  })
})

function createWithConnect(): connect.Server {
  return connect().use(authenticate).use('/admin', requireAdmin).use(showUser)
}

function createWithoutFramework() {
  return (req: IncomingMessage, res: ServerResponse): void => {
    authenticate(req, res, () => {
      if (req.url === '/admin') requireAdmin(req, res, () => showUser(req, res))
      else showUser(req, res)
    })
  }
}
