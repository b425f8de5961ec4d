import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Answer, Download } from '../../dist/keys/download.js'
import { fetchJson } from '../../dist/keys/fetch-json.js'
import { KeyFetchError } from '../../dist/keys/key-fetch-error.js'
import { rejectionOf } from '../support/refusal.ts'

const url = 'https://keys.example.com/jwks.json'
const jwks = { keys: [{ kid: 'one' }] }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

function answer(body: string | Uint8Array | undefined, others: Partial<Answer> = {}): Answer {
  const bytes = body === undefined ? undefined : Buffer.from(body)
  return { status: 200, redirected: false, bytes, ...others }
}

function delivering(body: string | Uint8Array | undefined, others: Partial<Answer> = {}): Download {
  return async () => answer(body, others)
}

function failure(download: Download, timeoutSeconds = 5): Promise<unknown> {
  return rejectionOf(fetchJson(url, download, timeoutSeconds))
}

const never: Download = () => new Promise(() => undefined)

describe('fetchJson', () => {
  it('reads JSON', async () => {
    const download = vi.fn<Download>(delivering(JSON.stringify({ name: 'Zoë' })))
    expect(await fetchJson(url, download, 5)).toEqual({ name: 'Zoë' })
    expect(download.mock.calls).toEqual([[url, { signal: expect.any(AbortSignal) }]])
  })

  it.each([201, 204, 206, 301, 304, 400, 403, 404, 429, 500, 503])(
    'rejects the status %i and names it',
    async (status) => {
      const error = await failure(delivering(undefined, { status }))
      expect(error).toBeInstanceOf(KeyFetchError)
      expect(error).toMatchObject({ name: 'KeyFetchError', status, message: `${url} answers ${status}` })
    },
  )

  it('rejects an answer from a redirect, even one with the keys in it', async () => {
    const error = await failure(delivering(JSON.stringify(jwks), { redirected: true }))
    expect(error).toMatchObject({ name: 'KeyFetchError', message: `${url} redirects`, status: undefined })
  })

  it.each([
    ['an empty body', ''],
    ['HTML', '<!doctype html>'],
    ['half of a document', '{"keys":['],
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
  ])('rejects %s', async (_, body) => {
    expect(await failure(delivering(body))).toMatchObject({
      name: 'KeyFetchError',
      message: `${url} cannot be read`,
      cause: expect.any(Error),
    })
  })

  it('rejects an answer without a body', async () => {
    expect(await failure(delivering(undefined))).toMatchObject({
      name: 'KeyFetchError',
      message: `${url} answers without a body`,
    })
  })

  it('keeps the cause when the download fails', async () => {
    expect(await failure(() => Promise.reject(new TypeError('fetch failed')))).toMatchObject({
      name: 'KeyFetchError',
      message: `${url} cannot be read`,
      cause: { message: 'fetch failed' },
    })
  })

  it('gives up after timeoutSeconds even if the download ignores its signal', async () => {
    const ended = vi.fn<(error: unknown) => void>()
    const outcome = failure(never, 5).then(ended)
    await vi.advanceTimersByTimeAsync(4999)
    expect(ended).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    await outcome
    expect(ended).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'KeyFetchError', message: `${url} did not deliver within 5 seconds` }),
    )
  })

  it('ends the download when it gives up', async () => {
    const signals: AbortSignal[] = []
    const outcome = failure((_, { signal }) => {
      signals.push(signal)
      return never(url, { signal })
    }, 0.5)
    await vi.advanceTimersByTimeAsync(499)
    expect(signals[0]?.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await outcome).toMatchObject({ message: `${url} did not deliver within 0.5 seconds` })
    expect(signals[0]?.aborted).toBe(true)
  })

  it('ignores a download that fails after the time is up', async () => {
    const download: Download = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      })
    const outcome = failure(download)
    await vi.advanceTimersByTimeAsync(5000)
    expect(await outcome).toMatchObject({ message: expect.stringContaining('did not deliver') })
  })

  it.each([
    ['succeeds', delivering(JSON.stringify(jwks))],
    ['is rejected', delivering(undefined, { status: 500 })],
    ['fails', () => Promise.reject(new Error('failed'))],
  ])('leaves no timer running after a download that %s', async (_, download) => {
    await Promise.allSettled([fetchJson(url, download, 5)])
    expect(vi.getTimerCount()).toBe(0)
  })
})
