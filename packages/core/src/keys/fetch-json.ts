import type { Answer, Download } from './download.ts'
import { KeyFetchError } from './key-fetch-error.ts'

/**
 * Fetches JSON from a JWKS endpoint.
 *
 * @param timeoutSeconds limit for the whole fetch. It holds even if `download` ignores its signal.
 * @throws KeyFetchError
 */
export async function fetchJson(url: string, download: Download, timeoutSeconds: number): Promise<unknown> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new KeyFetchError(`${url} did not deliver within ${timeoutSeconds} seconds`))
    }, timeoutSeconds * 1000)
  })
  try {
    const answer = await Promise.race([download(url, { signal: controller.signal }), timeout])
    return parseAnswer(url, answer)
  } catch (error) {
    throw error instanceof KeyFetchError
      ? error
      : new KeyFetchError(`${url} cannot be read`, { cause: error })
  } finally {
    clearTimeout(timer)
    controller.abort()
  }
}

function parseAnswer(url: string, { status, redirected, bytes }: Answer): unknown {
  // A custom fetch may follow redirects all the same, and the endpoint must not choose another one.
  if (redirected) throw new KeyFetchError(`${url} redirects`)
  if (status !== 200) throw new KeyFetchError(`${url} answers ${status}`, { status })
  if (bytes === undefined) throw new KeyFetchError(`${url} answers without a body`)
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
}
