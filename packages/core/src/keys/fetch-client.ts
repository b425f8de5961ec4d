import type { FetchKeys } from '../types/options.ts'
import { type Answer, type Download, readBody } from './download.ts'

type Reader = ReadableStreamDefaultReader<Uint8Array>

/** Downloads keys with a `fetch`: that of the options, or a global one that was replaced. */
export function downloadByFetch(fetch: FetchKeys): Download {
  return async (url, { signal }): Promise<Answer> => {
    const response = await fetch(url, { signal, redirect: 'error' })
    const reader: Reader | undefined = response.body?.getReader()
    // A fetch may ignore its signal. This one frees the connection all the same.
    whenAborted(signal, () => {
      reader?.cancel().catch(() => undefined)
    })
    const { status, redirected } = response
    const isWanted = reader !== undefined && status === 200 && !redirected
    return { status, redirected, bytes: isWanted ? await readBody(chunksOf(reader)) : undefined }
  }
}

/** Runs a callback when the signal is aborted, also if that has happened already. */
function whenAborted(signal: AbortSignal, run: () => void): void {
  if (signal.aborted) run()
  else signal.addEventListener('abort', run, { once: true })
}

async function* chunksOf(reader: Reader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}
