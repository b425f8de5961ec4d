import { describe, expect, it, vi } from 'vitest'
import type { Answer } from '../../dist/keys/download.js'
import { downloadByFetch } from '../../dist/keys/fetch-client.js'
import type { FetchKeys } from '../../dist/types/options.js'
import { heldReply, settle } from '../support/key-server.ts'
import { fromJavaScript, rejectionOf } from '../support/refusal.ts'

const url = 'https://keys.example.com/jwks.json'

function download(fetch: FetchKeys, controller = new AbortController()): Promise<Answer> {
  return downloadByFetch(fetch)(url, { signal: controller.signal, timeoutSeconds: 5 })
}

/** What a fetch is answered with. */
function answer(response: Response): Promise<Answer> {
  return download(() => Promise.resolve(response))
}

describe('downloadByFetch', () => {
  it('passes the address, a signal and redirect: error, and nothing else', async () => {
    const fetch = vi.fn<FetchKeys>(async () => new Response('{}'))
    const controller = new AbortController()
    expect(await download(fetch, controller)).toEqual({
      status: 200,
      redirected: false,
      bytes: Buffer.from('{}'),
    })
    expect(fetch.mock.calls).toEqual([[url, { signal: controller.signal, redirect: 'error' }]])
  })

  it('reads a body that comes in pieces', async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of Buffer.from('pieces')) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    expect((await answer(new Response(body))).bytes?.toString()).toBe('pieces')
  })

  it('has no bytes of an answer without a body', async () => {
    expect(await answer(new Response(null))).toEqual({ status: 200, redirected: false, bytes: undefined })
  })

  it.each([
    ['has another status', 500, false],
    ['was redirected', 200, true],
  ])('does not read an answer that %s', async (_, status, redirected) => {
    const response = new Response('body', { status })
    Object.defineProperty(response, 'redirected', { value: redirected })
    expect(await answer(response)).toEqual({ status, redirected, bytes: undefined })
  })

  it('stops reading a body without an end', async () => {
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 64 * 1024
        controller.enqueue(new Uint8Array(64 * 1024))
      },
    })
    expect(await rejectionOf(answer(new Response(body)))).toBeInstanceOf(RangeError)
    expect(sent).toBeLessThan(2 * 1024 * 1024)
  })

  it.each([
    ['rejects', () => Promise.reject(new TypeError('fetch failed'))],
    [
      'throws',
      () => {
        throw new TypeError('fetch failed')
      },
    ],
  ])('rejects when fetch %s', async (_, fetch) => {
    expect(await rejectionOf(download(fetch))).toMatchObject({ message: 'fetch failed' })
  })

  it('cancels the body when it is ended', async () => {
    const cancelled = vi.fn<() => void>()
    const controller = new AbortController()
    const fetch = async () => new Response(new ReadableStream({ cancel: cancelled }))
    const downloaded = download(fetch, controller)
    await settle()
    expect(cancelled).not.toHaveBeenCalled()
    controller.abort()
    expect(await downloaded).toMatchObject({ bytes: Buffer.alloc(0) })
    expect(cancelled).toHaveBeenCalledOnce()
  })

  it('cancels the body of an answer that comes after its end', async () => {
    const cancelled = vi.fn<() => void>()
    const controller = new AbortController()
    const late = heldReply()
    const downloaded = download(late.reply, controller)
    controller.abort()
    late.release(new Response(new ReadableStream({ cancel: cancelled })))
    await downloaded
    expect(cancelled).toHaveBeenCalledOnce()
  })

  it('accepts an answer without a body after its end', async () => {
    const controller = new AbortController()
    controller.abort()
    expect(await download(async () => new Response(null), controller)).toMatchObject({ bytes: undefined })
  })

  it('ignores a body that cannot be cancelled', async () => {
    const controller = new AbortController()
    const cancel = () => Promise.reject(new Error('stuck'))
    const body = new ReadableStream({ cancel })
    const downloaded = download(async () => new Response(body, { status: 500 }), controller)
    expect(await downloaded).toMatchObject({ status: 500 })
    controller.abort()
    await settle()
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'keys'],
    ['an object that is not a Response', {}],
    ['a status that is not a number', { status: '200', body: null }],
    ['a body that cannot be read', { status: 200, body: {} }],
    ['a body that is a text', { status: 200, body: '{}' }],
  ])('rejects when fetch returns %s', async (_, value) => {
    expect(await rejectionOf(download(() => fromJavaScript(value)))).toMatchObject({
      message: 'fetch did not return a Response',
    })
    expect(await rejectionOf(download(async () => fromJavaScript(value)))).toBeInstanceOf(TypeError)
  })

  it.each([
    ['a text', { done: false, value: '{}' }],
    ['an array', { done: false, value: [123, 125] }],
    ['nothing', { done: false }],
  ])('rejects when a chunk of the body is %s', async (_, result) => {
    const response = odd({ read: async () => result, cancel: async () => undefined })
    expect(await rejectionOf(download(response))).toMatchObject({
      message: 'the body has a chunk that is not bytes',
    })
  })

  it.each([
    ['returns nothing', async () => undefined],
    [
      'throws',
      () => {
        throw new Error('stuck')
      },
    ],
    ['rejects', () => Promise.reject(new Error('stuck'))],
  ])('rejects when read() %s', async (_, read) => {
    expect(await rejectionOf(download(odd({ read, cancel: async () => undefined })))).toBeInstanceOf(Error)
  })

  it.each([
    ['is missing', undefined],
    ['returns nothing', () => undefined],
    ['rejects', () => Promise.reject(new Error('stuck'))],
    [
      'throws',
      () => {
        throw new Error('stuck')
      },
    ],
  ])('ignores it if cancel() of a reader %s, whose read() never settles', async (_, cancel) => {
    const controller = new AbortController()
    const uncaught = vi.fn<(error: unknown) => void>()
    process.once('uncaughtException', uncaught)
    void download(odd({ read: () => new Promise(() => undefined), cancel }), controller)
    await settle()
    controller.abort()
    await settle()
    process.off('uncaughtException', uncaught)
    expect(uncaught).not.toHaveBeenCalled()
  })

  it('reads an answer that does not say whether it was redirected', async () => {
    const chunks = [{ done: false, value: Buffer.from('{}') }, { done: true }]
    const response = odd({ read: async () => chunks.shift(), cancel: async () => undefined })
    expect(await download(response)).toEqual({ status: 200, redirected: false, bytes: Buffer.from('{}') })
  })
})

/** A fetch whose Response is not one of Node, with a reader of its own. */
function odd(reader: object): FetchKeys {
  return async () => fromJavaScript({ status: 200, body: { getReader: () => reader } })
}
