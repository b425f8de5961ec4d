import { setImmediate as nextTurn } from 'node:timers/promises'
import { isUint8Array } from 'node:util/types'

/** Downloads what is at an address. Rejects if no complete answer arrives. */
export type Download = (url: string, options: DownloadOptions) => Promise<Answer>

export interface DownloadOptions {
  /** Ends the download. Its connection is closed. */
  readonly signal: AbortSignal

  /** Time for the whole download. The caller keeps the limit; it is here for those who divide it. */
  readonly timeoutSeconds: number
}

/** The answer to a request for keys. */
export interface Answer {
  readonly status: number

  /** Whether the answer comes from another address than the one that was asked. */
  readonly redirected: boolean

  /** The body. Undefined if there is none, and if it was not read because of the status or a redirect. */
  readonly bytes: Buffer | undefined
}

/** Size limit for a key set, in bytes. */
export const maxBytes: number = 1024 * 1024

/**
 * Collects a body.
 *
 * @throws RangeError if it is longer than `maxBytes`. What is left of it is not read.
 * @throws TypeError if a chunk is not bytes.
 */
export async function readBody(chunks: AsyncIterable<unknown>): Promise<Buffer> {
  const read: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    if (!isUint8Array(chunk)) throw new TypeError('the body has a chunk that is not bytes')
    // A stream that delivers nothing, again and again, would keep the event loop from ending it at the time limit.
    if (chunk.byteLength === 0) await nextTurn()
    size += chunk.byteLength
    if (size > maxBytes) throw new RangeError(`the body has more than ${maxBytes} bytes`)
    read.push(chunk)
  }
  return Buffer.concat(read)
}
