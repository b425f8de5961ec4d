import { inspect } from 'node:util'
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
    expect((await fetchJson(url, download, 5)).json).toEqual({ name: 'Zoë' })
    expect(download.mock.calls).toEqual([[url, { signal: expect.any(AbortSignal), timeoutSeconds: 5 }]])
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
    ['a secret that is not JSON', 'secret'],
  ])('rejects %s, and quotes nothing of it', async (_, body) => {
    const error = await failure(delivering(body))
    expect(error).toMatchObject({ name: 'KeyFetchError', message: `${url} does not deliver JSON` })
    expect(error).not.toHaveProperty('cause')
  })

  it('skips a byte order mark', async () => {
    expect((await fetchJson(url, delivering(`\uFEFF{"keys":[]}`), 5)).json).toEqual({ keys: [] })
  })

  it('rejects an answer without a body', async () => {
    expect(await failure(delivering(undefined))).toMatchObject({
      name: 'KeyFetchError',
      message: `${url} answers without a body`,
    })
  })

  it('keeps the cause and its code when the download fails', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), { code: 'ECONNREFUSED' })
    const error = new TypeError('fetch failed', { cause: refused })
    expect(await failure(() => Promise.reject(error))).toMatchObject({
      name: 'KeyFetchError',
      message: `${url} cannot be read`,
      code: 'ECONNREFUSED',
      cause: { name: 'TypeError', message: 'fetch failed', cause: { message: refused.message } },
    })
  })

  it('shows no credentials and no query of the address', async () => {
    const address = 'https://user:password@keys.example.com/jwks.json?key=secret#fragment'
    const failures = [
      () => Promise.reject(new Error(`cannot fetch ${address}`)),
      () => Promise.reject(Object.assign(new Error('Invalid URL'), { input: address })),
      delivering(undefined, { status: 500 }),
      delivering(undefined, { redirected: true }),
      delivering(undefined),
      delivering('secret'),
    ]
    for (const download of failures) {
      const error = await rejectionOf(fetchJson(address, download, 5))
      expect(error).toMatchObject({ message: expect.stringContaining('https://keys.example.com/jwks.json') })
      expect(inspect(error, { depth: Infinity, showHidden: true })).not.toMatch(/password|secret|fragment/)
    }
    const outcome = rejectionOf(fetchJson(address, never, 5))
    await vi.advanceTimersByTimeAsync(5000)
    expect(await outcome).toMatchObject({ message: `${url} did not deliver within 5 seconds` })
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
      return never(url, { signal, timeoutSeconds: 0.5 })
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

  it('counts the age of an answer from the beginning of its fetch', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    const download: Download = async () => {
      vi.setSystemTime(Date.now() + 500)
      return answer('{}')
    }
    expect((await fetchJson(url, download, 5)).age.seconds).toBe(0.5)
  })
})

describe('a fetch in a process that is held up', () => {
  /** Fails the first time, after the process has stood still for a while, and then does something else. */
  function heldUp(milliseconds: number, next: Download) {
    const download = vi.fn<Download>(next)
    download.mockImplementationOnce(async () => {
      await vi.advanceTimersByTimeAsync(0)
      vi.setSystemTime(Date.now() + milliseconds)
      await vi.advanceTimersByTimeAsync(500)
      throw new Error('socket hang up')
    })
    return download
  }

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  })

  it('is repeated at once when it fails, and its age begins anew', async () => {
    const download = heldUp(1001, delivering('{}'))
    const { json, age } = await fetchJson(url, download, 5)
    expect(json).toEqual({})
    expect(age.seconds).toBeLessThan(1)
    expect(download).toHaveBeenCalledTimes(2)
  })

  it('is not repeated after a shorter delay', async () => {
    const download = heldUp(1000, delivering('{}'))
    expect(await failure(download)).toMatchObject({ cause: { message: 'socket hang up' } })
    expect(download).toHaveBeenCalledOnce()
  })

  it('is repeated once only', async () => {
    const download = heldUp(60_000, heldUp(60_000, delivering('{}')))
    expect(await failure(download)).toMatchObject({ cause: { message: 'socket hang up' } })
    expect(download).toHaveBeenCalledTimes(2)
  })

  it('ends the first download before it starts the second', async () => {
    const signals: AbortSignal[] = []
    const download: Download = async (_, { signal }) => {
      signals.push(signal)
      if (signals.length > 1) return answer('{}')
      vi.setSystemTime(Date.now() + 60_000)
      return never(url, { signal, timeoutSeconds: 5 })
    }
    const fetched = fetchJson(url, download, 5)
    await vi.advanceTimersByTimeAsync(1000)
    await fetched
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
    expect(vi.getTimerCount()).toBe(0)
  })
})
