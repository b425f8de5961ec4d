import { setTimeout as sleep } from 'node:timers/promises'
import type { Fleet } from './fleet.ts'

/** The answers of all instances to one token, by the name of the instance. */
export interface Sweep {
  /** When the requests were sent: milliseconds after the answer to the sign-out. Negative: before the sign-out. */
  readonly atMs: number
  readonly token: string
  readonly answers: Readonly<Record<string, string>>
}

/** Tokens by the name of their owner and device. */
export type Tokens = Readonly<Record<string, string>>

/** A revocation takes effect everywhere within this time: the default of `maxAgeSeconds`. */
export const limitMs = 1000

/** Signs out at an instance, and asks all instances for `GET /me` before it and until one second has passed after it. */
export async function sweepAround(
  signOut: () => Promise<void>,
  fleet: Fleet,
  tokens: Tokens,
): Promise<readonly Sweep[]> {
  const before = await sweep(fleet, tokens)
  await signOut()
  const signedOutAt = performance.now()

  const all = [...before]
  for (let lastAt = signedOutAt; lastAt - signedOutAt < limitMs; await sleep(25)) {
    const sweeps = await sweep(fleet, tokens)
    all.push(...sweeps)
    lastAt = Math.min(...sweeps.map(({ sentAt }) => sentAt))
  }
  return all.map(({ sentAt, token, answers }) => ({ atMs: sentAt - signedOutAt, token, answers }))
}

/** Sends each token to each instance once. */
function sweep(
  { instances }: Fleet,
  tokens: Tokens,
): Promise<readonly (Omit<Sweep, 'atMs'> & { readonly sentAt: number })[]> {
  return Promise.all(
    Object.entries(tokens).map(async ([token, value]) => {
      const sentAt = performance.now()
      const answers = await Promise.all(
        instances.map(async ({ name, url }) => [name, await ask(url, 'GET', '/me', value)] as const),
      )
      return { sentAt, token, answers: Object.fromEntries(answers) }
    }),
  )
}

/** Sends a request. Returns the status and its meaning, for example `401 token_revoked`. */
export async function ask(url: string, method: string, path: string, token: string): Promise<string> {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(5000),
  })
  const text = await response.text()
  return `${response.status} ${response.ok ? response.statusText : readCode(text)}`
}

/** Reads the `code` in the body of a refusal. */
function readCode(text: string): string {
  try {
    const { code } = JSON.parse(text) as { code?: unknown }
    return String(code)
  } catch {
    return 'no JSON'
  }
}
