import type { KeyClient, KeyReader } from './http-client.ts'

const maxBytes = 1024 * 1024

/** Why keys could not be fetched. `status` is that of the key server's answer, when there was one. */
export class KeyFetchError extends Error {
  override readonly name = 'KeyFetchError'
  readonly status: number | undefined

  constructor(message: string, { status, ...options }: ErrorOptions & { status?: number } = {}) {
    super(message, options)
    this.status = status
  }
}

/**
 * Fetches JSON from a key server.
 *
 * @param timeoutSeconds limit for all of it, kept even if `fetch` does not heed its signal.
 */
export async function fetchJson(url: string, fetch: KeyClient, timeoutSeconds: number): Promise<unknown> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new KeyFetchError(`${url} did not deliver within ${timeoutSeconds} seconds`))
    }, timeoutSeconds * 1000)
  })
  try {
    return await Promise.race([download(url, fetch, controller.signal), timeout])
  } catch (error) {
    throw error instanceof KeyFetchError
      ? error
      : new KeyFetchError(`${url} cannot be read`, { cause: error })
  } finally {
    clearTimeout(timer)
    controller.abort()
  }
}

async function download(url: string, fetch: KeyClient, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { signal, redirect: 'error' })
  const reader = response.body?.getReader()
  whenAborted(signal, () => {
    reader?.cancel().catch(() => undefined)
  })
  const { status } = response
  // A fetch of the user's may follow redirects all the same, and a key server must not choose another.
  if (response.redirected) throw new KeyFetchError(`${url} redirects`)
  if (status !== 200) throw new KeyFetchError(`${url} answers ${status}`, { status })
  if (reader === undefined) throw new KeyFetchError(`${url} answers without a body`)
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await readBody(reader, url)))
}

/** Also for a fetch that does not heed its signal: what nobody wants any more is not read, and its connection is freed. */
function whenAborted(signal: AbortSignal, run: () => void): void {
  if (signal.aborted) run()
  else signal.addEventListener('abort', run, { once: true })
}

async function readBody(reader: KeyReader, url: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks)
    size += value.byteLength
    if (size > maxBytes) throw new KeyFetchError(`${url} delivers more than ${maxBytes} bytes`)
    chunks.push(value)
  }
}
