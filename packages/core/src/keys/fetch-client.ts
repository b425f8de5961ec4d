import { isObject } from '../lib/is-object.ts'
import type { FetchKeys } from '../types/options.ts'
import { type Answer, type Download, readBody } from './download.ts'

type Reader = Pick<ReadableStreamDefaultReader, 'read' | 'cancel'>

/** Downloads keys with a `fetch`: that of the options, or a global one that was replaced. It may return anything. */
export function downloadByFetch(fetch: FetchKeys): Download {
  return async (url, { signal }): Promise<Answer> => {
    const response: unknown = await fetch(url, { signal, redirect: 'error' })
    if (!isResponse(response)) throw new TypeError('fetch did not return a Response')
    const reader: Reader | undefined = response.body?.getReader()
    // A fetch may ignore its signal. This one frees the connection all the same.
    if (reader) whenAborted(signal, () => void cancel(reader))
    const { status, redirected = false } = response
    const isWanted = reader !== undefined && status === 200 && !redirected
    return { status, redirected, bytes: isWanted ? await readBody(chunksOf(reader)) : undefined }
  }
}

function isResponse(
  value: unknown,
): value is Pick<Response, 'status' | 'body'> & Partial<Pick<Response, 'redirected'>> {
  if (!isObject(value) || !Number.isInteger(value.status)) return false
  const { body } = value
  return body === null || body === undefined || (isObject(body) && typeof body.getReader === 'function')
}

/** Runs a callback when the signal is aborted, also if that has happened already. */
function whenAborted(signal: AbortSignal, run: () => void): void {
  if (signal.aborted) run()
  else signal.addEventListener('abort', run, { once: true })
}

/** Never rejects: an error in a listener of a signal would end the process. */
async function cancel(reader: Reader): Promise<void> {
  try {
    await reader.cancel()
  } catch {
    // The body is not wanted any more, whatever becomes of it.
  }
}

async function* chunksOf(reader: Reader): AsyncGenerator {
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}
