import { requireAuth, requireGroup } from '@cognito-auth/express'
import { createTestUserPool } from '@cognito-auth/testing'
import express, { type RequestHandler } from 'express'
import mung from 'express-mung'
import { describe, expect, it, onTestFinished } from 'vitest'
import { start } from '../support/http.ts'

const pool = await createTestUserPool()

/** Changes the body that it was given, in place. */
function spoil(body: Record<string, unknown>): Record<string, unknown> {
  body.requestId = '17'
  delete body.message
  body.code = 'FAILED'
  return body
}

const replaceJson: RequestHandler = (_req, res, next) => {
  const json = res.json.bind(res)
  res.json = (body) => json(spoil(body))
  next()
}

const spoiled = { statusCode: 401, code: 'FAILED', error: 'Unauthorized', requestId: '17' }

describe.each([
  ['express-mung', mung.json(spoil, { mungError: true })],
  ['an application that replaces res.json', replaceJson],
])('%s', (_name, middleware) => {
  it('changes one answer and not the next', async () => {
    const auth = requireAuth(pool.options)
    const app = express()
    app.use('/spoiled', middleware)
    app.use(auth, requireGroup('admin'))
    const api = await start(app)
    onTestFinished(() => api.close())

    const { body: before } = await api.send()
    const { status, headers, body } = await api.send({ path: '/spoiled' })
    expect(status).toBe(401)
    expect(headers['www-authenticate']).toBe('Bearer realm="api"')
    expect(JSON.parse(body)).toEqual(spoiled)

    expect((await api.send()).body).toBe(before)
    expect(JSON.parse(before)).toMatchObject({
      code: 'credentials_missing',
      message: 'A bearer token is required',
    })

    const authorization = pool.bearer()
    const { body: forbidden } = await api.send({ authorization })
    await api.send({ path: '/spoiled', authorization })
    expect((await api.send({ authorization })).body).toBe(forbidden)
  })
})
