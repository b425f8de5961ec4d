import type { FetchKeys } from '../../dist/types/options.js'

type Reply = (url: string, init: Parameters<FetchKeys>[1]) => Response | Promise<Response>

/** A `keys.fetch` that needs no network. */
export interface KeyServer {
  readonly fetch: FetchKeys
  /** URLs that were fetched, in order. */
  readonly urls: readonly string[]
  /** Changes the reply from the next request on. */
  reply(next: Reply): void
  /** Serves these keys from the next request on. */
  serve(...keys: readonly unknown[]): void
}

export function createKeyServer(...keys: readonly unknown[]): KeyServer {
  const urls: string[] = []
  let current: Reply = () => Response.json({ keys })
  return {
    urls,
    async fetch(url, init) {
      urls.push(url)
      return current(url, init)
    },
    reply(next) {
      current = next
    },
    serve(...others) {
      current = () => Response.json({ keys: others })
    },
  }
}

/** A reply that waits until `release` is called. */
export function heldReply(): { reply: () => Promise<Response>; release: (response: Response) => void } {
  let release: (response: Response) => void = () => undefined
  const response = new Promise<Response>((resolve) => {
    release = resolve
  })
  return { reply: () => response, release: (value) => release(value) }
}

/** Lets pending promise callbacks run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}
