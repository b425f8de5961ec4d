import type { KeysFetchReason } from '../events/messages.ts'
import { Stopwatch } from '../lib/stopwatch.ts'
import { codeOf, copyError } from './copy-error.ts'
import type { Answer, Download } from './download.ts'
import { secretsHider, showAddress } from './hide-secrets.ts'
import { KeyFetchError } from './key-fetch-error.ts'
import { TimeLimit } from './time-limit.ts'

/** What a JWKS endpoint delivered. */
export interface FetchedJson {
  readonly json: unknown

  /** Started when the request was sent: the answer may have waited for a process that was frozen. */
  readonly age: Stopwatch
}

/**
 * Fetches JSON from a JWKS endpoint. A fetch that fails after the process was frozen or blocked for more than a second says
 * nothing about the endpoint. It is repeated at once, but only once.
 *
 * @param timeoutSeconds limit for the whole fetch. It holds even if `download` ignores its signal.
 * @throws KeyFetchError
 */
export async function fetchJson(
  url: string,
  download: Download,
  timeoutSeconds: number,
): Promise<FetchedJson> {
  const late = () =>
    new KeyFetchError(`${showAddress(url)} did not deliver within ${timeoutSeconds} seconds`, 'timeout')
  const limit = new TimeLimit(timeoutSeconds, late)
  try {
    return await fetchOnce(url, download, limit)
  } catch (error) {
    if (!limit.wasHeldUp) throw error
    return fetchOnce(url, download, new TimeLimit(timeoutSeconds, late))
  }
}

async function fetchOnce(url: string, download: Download, limit: TimeLimit): Promise<FetchedJson> {
  const age = new Stopwatch()
  const controller = new AbortController()
  const options = { signal: controller.signal, timeoutSeconds: limit.seconds }
  try {
    const answer = await Promise.race([download(url, options), limit.passed])
    return { json: parseAnswer(showAddress(url), answer), age }
  } catch (error) {
    if (error instanceof KeyFetchError) throw error
    const cause = copyError(error, secretsHider(url))
    throw new KeyFetchError(`${showAddress(url)} cannot be read`, 'network', { cause, code: codeOf(cause) })
  } finally {
    limit.stop()
    controller.abort()
  }
}

function parseAnswer(address: string, { status, redirected, bytes }: Answer): unknown {
  // A custom fetch may follow redirects all the same, and the endpoint must not choose another one.
  if (redirected) throw new KeyFetchError(`${address} redirects`, 'redirect')
  if (status !== 200) throw new KeyFetchError(`${address} answers ${status}`, reasonOf(status), { status })
  if (bytes === undefined) throw new KeyFetchError(`${address} answers without a body`, 'malformed')
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    // The message of the parser would quote the body.
    throw new KeyFetchError(`${address} does not deliver JSON`, 'malformed')
  }
}

/** A custom fetch may deliver any number as the status. */
function reasonOf(status: number): KeysFetchReason {
  if (status >= 300 && status < 400) return 'redirect'
  if (status >= 400 && status < 500) return 'http_4xx'
  return status >= 500 && status < 600 ? 'http_5xx' : 'http_other'
}
