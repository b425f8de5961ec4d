import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import type { Reply } from '../support/http.ts'
import { frameworks } from './frameworks.ts'
import { pool, type Row, table } from './table.ts'

let emitWarning: MockInstance<(text: string | Error, options?: { readonly code?: string }) => void>

beforeEach(() => {
  // The time that is left of a cool-down must not depend on the machine.
  vi.useFakeTimers({ toFake: ['Date'] })
  emitWarning = vi.spyOn(process, 'emitWarning').mockReturnValue()
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe.each(frameworks)('$name', ({ build }) => {
  describe.each([
    { kind: 'by itself', isCareless: false },
    { kind: 'with a careless error handler', isCareless: true },
  ])('$kind', ({ isCareless }) => {
    it.each(table)('$title', async (row) => {
      const { request = { path: '/resource' }, options, authentication = 'required', guard, warning } = row
      const api = await build(
        { options: { ...pool.options, ...options }, authentication, ...(guard && { guard }) },
        isCareless,
      )
      try {
        // The second time, a good token is remembered, a failed fetch cools down, and a warning has been given.
        expect(gist(await api.send(request))).toMatchObject(expected(row, isCareless))
        expect(gist(await api.send(request))).toMatchObject(expected(row, isCareless))
      } finally {
        await api.close()
      }
      expect(api.reached).toBe(row.answer.status === 200 ? 2 : 0)
      // Without a logger, Express says once in a process that refusals are not logged.
      const blamed = emitWarning.mock.calls
        .filter(([, about]) => about?.code !== 'COGNITO_AUTH_NOT_LOGGED')
        .map(([text]) => String(text).split(' refused a request')[0])
      expect(blamed).toEqual(warning === undefined ? [] : [warning])
    })
  })
})

/** The part of a reply that the frameworks have to agree on. */
interface Gist {
  readonly status: number
  readonly challenge: unknown
  readonly retryAfter: unknown
  readonly cacheControl: unknown
  readonly vary: unknown
  readonly contentType: unknown
  readonly contentLength: unknown
  readonly body: string
}

function gist({ status, headers, body }: Reply): Gist {
  return {
    status,
    challenge: headers['www-authenticate'],
    retryAfter: headers['retry-after'],
    cacheControl: headers['cache-control'],
    vary: headers['vary'],
    contentType: headers['content-type'],
    contentLength: Number(headers['content-length']),
    body,
  }
}

const carelessBody = JSON.stringify({ oops: true })

function expected({ answer, request, authentication }: Row, isCareless: boolean): Partial<Gist> {
  const { status } = answer
  if (!('code' in answer)) {
    const unmarked = { challenge: undefined, retryAfter: undefined, cacheControl: undefined, vary: undefined }
    if ('user' in answer) {
      const { user, ...others } = answer
      const body = request?.method === 'HEAD' ? '' : JSON.stringify({ user })
      return { ...unmarked, ...others, body }
    }
    // A careless Express app makes a 200 of its own errors too. What counts is that the resource was not reached.
    return isCareless && status === 500 ? { ...unmarked, body: carelessBody } : { status, ...unmarked }
  }

  const { challenge, retryAfter, vary, code, error, message } = answer
  const head = { status, challenge, retryAfter, vary, cacheControl: 'no-store' }
  const isHead = request?.method === 'HEAD'
  if (isCareless) {
    // Where no authentication ran, no `onRefused` was given either, and Express answers by itself.
    return authentication === 'none' ? head : { ...head, body: isHead ? '' : carelessBody }
  }
  const body = JSON.stringify({ statusCode: status, code, error, message })
  return {
    ...head,
    contentType: 'application/json; charset=utf-8',
    contentLength: body.length,
    body: isHead ? '' : body,
  }
}
