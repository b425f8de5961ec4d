import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fetchJson, KeyFetchError } from '../../dist/keys/key-fetch.js'
import type { FetchKeys } from '../../dist/types/options.js'
import { heldReply, settle } from '../support/key-server.ts'
import { fromJavaScript, rejectionOf } from '../support/refusal.ts'

const url = 'https://keys.example.com/jwks.json'
const jwks = { keys: [{ kid: 'one' }] }
const mebibyte = 1024 * 1024

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** JSON of a given length in bytes. */
function jsonOf(length: number): string {
  return `{"keys":[]}${' '.repeat(length - '{"keys":[]}'.length)}`
}

/** What a fetch ends in that is answered like this. */
function failure(response: () => unknown, timeoutSeconds = 5): Promise<unknown> {
  const fetch: FetchKeys = () => fromJavaScript(response())
  return rejectionOf(fetchJson(url, fetch, timeoutSeconds))
}

describe('fetchJson', () => {
  it('passes the address, a signal and redirect: error, and nothing else', async () => {
    const fetch = vi.fn<FetchKeys>(async () => Response.json(jwks))
    expect(await fetchJson(url, fetch, 5)).toEqual(jwks)
    expect(fetch.mock.calls).toEqual([[url, { signal: expect.any(AbortSignal), redirect: 'error' }]])
  })

  it('reads a body that comes in pieces, also in the middle of a letter', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ name: 'Zoë' }))
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    expect(await fetchJson(url, async () => new Response(body), 5)).toEqual({ name: 'Zoë' })
  })

  it.each([201, 204, 206, 301, 304, 400, 403, 404, 429, 500, 503])(
    'refuses the status %i, and tells it',
    async (status) => {
      const error = await failure(() => Promise.resolve(new Response(null, { status })))
      expect(error).toBeInstanceOf(KeyFetchError)
      expect(error).toMatchObject({ name: 'KeyFetchError', status, message: `${url} answers ${status}` })
    },
  )

  it('refuses an answer from where it was redirected to, also with the keys in it', async () => {
    const response = Response.json(jwks)
    Object.defineProperty(response, 'redirected', { value: true })
    const error = await failure(() => Promise.resolve(response))
    expect(error).toMatchObject({ name: 'KeyFetchError', message: `${url} redirects`, status: undefined })
  })

  it.each([
    ['an empty body', () => new Response('')],
    ['HTML', () => new Response('<!doctype html>')],
    ['half of a document', () => new Response('{"keys":[')],
    ['bytes that are no UTF-8', () => new Response(Uint8Array.of(0x22, 0xff, 0x22))],
    ['a body that breaks off', () => new Response(brokenBody())],
    ['no response', () => undefined],
  ])('refuses %s, and keeps the cause', async (_, response) => {
    const error = await failure(() => Promise.resolve(response()))
    expect(error).toMatchObject({ name: 'KeyFetchError', status: undefined, cause: expect.any(Error) })
  })

  it('refuses an answer without a body', async () => {
    expect(await failure(() => Promise.resolve(new Response(null)))).toMatchObject({
      name: 'KeyFetchError',
      message: `${url} answers without a body`,
    })
  })

  it.each([
    ['rejects', () => Promise.reject(new TypeError('fetch failed'))],
    [
      'throws',
      () => {
        throw new TypeError('fetch failed')
      },
    ],
  ])('keeps the cause when fetch %s', async (_, response) => {
    expect(await failure(response)).toMatchObject({
      name: 'KeyFetchError',
      message: `${url} cannot be read`,
      cause: { message: 'fetch failed' },
    })
  })

  it('reads one mebibyte and not one byte more', async () => {
    expect(await fetchJson(url, async () => new Response(jsonOf(mebibyte)), 5)).toEqual({ keys: [] })
    expect(await failure(() => Promise.resolve(new Response(jsonOf(mebibyte + 1))))).toMatchObject({
      name: 'KeyFetchError',
      message: expect.stringContaining('more than 1048576 bytes'),
    })
  })

  it('stops reading a body without an end', async () => {
    const cancelled = vi.fn<() => void>()
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 64 * 1024
        controller.enqueue(new Uint8Array(64 * 1024))
      },
      cancel: cancelled,
    })
    expect(await failure(() => Promise.resolve(new Response(body)))).toMatchObject({ name: 'KeyFetchError' })
    expect(cancelled).toHaveBeenCalledTimes(1)
    expect(sent).toBeLessThan(2 * mebibyte)
  })

  it('gives up after timeoutSeconds even if fetch does not heed its signal', async () => {
    const ended = vi.fn<(error: unknown) => void>()
    const outcome = failure(() => new Promise(() => undefined), 5).then(ended)
    await vi.advanceTimersByTimeAsync(4999)
    expect(ended).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    await outcome
    expect(ended).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'KeyFetchError', message: `${url} did not deliver within 5 seconds` }),
    )
  })

  it('gives up on a body that never ends, and tells fetch so', async () => {
    const signals: AbortSignal[] = []
    const fetch: FetchKeys = async (_, { signal }) => {
      signals.push(signal)
      return new Response(new ReadableStream())
    }
    const outcome = rejectionOf(fetchJson(url, fetch, 0.5))
    await vi.advanceTimersByTimeAsync(499)
    expect(signals[0]?.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await outcome).toMatchObject({ message: `${url} did not deliver within 0.5 seconds` })
    expect(signals[0]?.aborted).toBe(true)
  })

  it('does not read an answer that comes too late', async () => {
    const cancelled = vi.fn<() => void>()
    const late = heldReply()
    const outcome = rejectionOf(fetchJson(url, late.reply, 5))
    await vi.advanceTimersByTimeAsync(5000)
    await outcome
    late.release(new Response(new ReadableStream({ cancel: cancelled })))
    await settle()
    expect(cancelled).toHaveBeenCalledTimes(1)
  })

  it('does not mind an answer that comes too late and has no body', async () => {
    const late = heldReply()
    const outcome = rejectionOf(fetchJson(url, late.reply, 5))
    await vi.advanceTimersByTimeAsync(5000)
    late.release(new Response(null))
    await settle()
    expect(await outcome).toMatchObject({ message: expect.stringContaining('did not deliver') })
  })

  it.each([
    ['has another status', 500, false],
    ['redirects', 200, true],
  ])('does not read the body of an answer that %s', async (_, status, redirected) => {
    const cancelled = vi.fn<() => void>()
    const response = new Response(new ReadableStream({ cancel: cancelled }), { status })
    Object.defineProperty(response, 'redirected', { value: redirected })
    await failure(() => Promise.resolve(response))
    expect(cancelled).toHaveBeenCalledTimes(1)
  })

  it('does not mind a body that cannot be cancelled', async () => {
    const cancel = () => Promise.reject(new Error('stuck'))
    const body = new ReadableStream({ cancel })
    expect(await failure(() => Promise.resolve(new Response(body, { status: 500 })))).toMatchObject({
      message: `${url} answers 500`,
    })
    await settle()
  })

  it('takes a fetch that fails after the time is up for nothing new', async () => {
    const fetch: FetchKeys = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      })
    const outcome = rejectionOf(fetchJson(url, fetch, 5))
    await vi.advanceTimersByTimeAsync(5000)
    expect(await outcome).toMatchObject({ message: expect.stringContaining('did not deliver') })
  })

  it.each([
    ['that succeeds', () => Promise.resolve(Response.json(jwks))],
    ['that is refused', () => Promise.resolve(new Response(null, { status: 500 }))],
    ['that fails', () => Promise.reject(new Error('failed'))],
  ])('leaves no timer running after a fetch %s', async (_, fetch) => {
    await Promise.allSettled([fetchJson(url, fetch, 5)])
    expect(vi.getTimerCount()).toBe(0)
  })
})

function brokenBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"keys":'))
      controller.error(new Error('terminated'))
    },
  })
}
